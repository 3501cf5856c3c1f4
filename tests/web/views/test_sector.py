from flask.testing import FlaskClient

from tests.web.views.test_search import page


def test_a_sector_has_a_page_for_readers_and_crawlers(client: FlaskClient) -> None:
    html = page(client, "/sector/moliya")
    assert "<h1>Moliya, bank va soliqlar</h1>" in html
    assert '<link rel="canonical" href="/sector/moliya">' in html
    assert "“Moliya, bank va soliqlar” sohasida 45 ta xabar, 2022–2025" in html
    assert "noindex" not in html
    assert '<input type="hidden" name="sector" value="moliya">' in html
    assert '<a href="/?sector=moliya" rel="nofollow">' in html
    assert html.count('<a href="/release/oylik-') == 20
    tag = client.get("/sector/moliya").headers["ETag"]
    assert client.get("/sector/moliya", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/sector/yoq").status_code == 404


def test_an_empty_sector_says_so(client: FlaskClient) -> None:
    assert "0 ta xabar" in page(client, "/sector/bojxona")
