import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("accepted", "tag"),
    [
        ("", "uz-Latn"),
        ("uz", "uz-Latn"),
        ("uz-Cyrl-UZ", "uz-Cyrl"),
        ("uz-Latn", "uz-Latn"),
        ("ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        ("de,en-GB;q=0.5", "en"),
        ("fr,de", "uz-Latn"),
        ("*", "uz-Latn"),
    ],
)
def test_the_browser_is_asked_when_nothing_is_named(client: FlaskClient, accepted: str, tag: str) -> None:
    response = client.get("/", headers={"Accept-Language": accepted})
    assert f'<html lang="{tag}">' in response.get_data(as_text=True)
    assert response.headers["Content-Language"] == tag
    assert {"Accept-Language", "Cookie"} <= set(response.vary)


def test_a_named_language_goes_before_all_and_is_remembered(client: FlaskClient) -> None:
    response = client.get("/?lang=ru", headers={"Accept-Language": "en"})
    assert response.headers["Content-Language"] == "ru"
    assert "Accept-Language" not in response.vary
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "SameSite=Lax" in response.headers["Set-Cookie"]
    remembered = client.get("/", headers={"Accept-Language": "en"})
    assert remembered.headers["Content-Language"] == "ru"
    assert "Set-Cookie" not in client.get("/?lang=ru").headers


def test_an_unknown_language_is_ignored_with_a_note(client: FlaskClient) -> None:
    response = client.get("/?q=quyosh&lang=xx")
    assert response.headers["Content-Language"] == "uz-Latn"
    assert "<strong>lang=xx</strong>" in response.get_data(as_text=True)


def test_a_forged_cookie_changes_nothing(client: FlaskClient) -> None:
    client.set_cookie("lang", "../../etc")
    assert client.get("/").headers["Content-Language"] == "uz-Latn"


def test_the_api_sets_no_cookie(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.get("/api/search?lang=ru").headers


def test_every_language_is_offered_on_every_page_with_the_same_question(client: FlaskClient) -> None:
    html = client.get("/?q=quyosh&page=1").get_data(as_text=True)
    assert '<a href="/?lang=ru&amp;q=quyosh" lang="ru" hreflang="ru" rel="nofollow">' in html
    assert 'lang="uz-Latn" hreflang="uz-Latn" rel="nofollow" aria-current="true">' in html


def test_a_path_of_two_slashes_never_becomes_a_host(client: FlaskClient) -> None:
    html = client.get("//evil.example/x").get_data(as_text=True)
    assert 'href="//' not in html


@pytest.mark.parametrize("lang", ["uz", "uz-Cyrl", "ru", "en"])
@pytest.mark.parametrize("address", ["/?", "/?q=quyosh&", "/?q=qwzx&", "/release/kirill?", "/problems/too-slow?"])
def test_every_page_speaks_every_language(client: FlaskClient, address: str, lang: str) -> None:
    assert client.get(f"{address}lang={lang}").status_code == 200
