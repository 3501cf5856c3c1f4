import re

from flask.testing import FlaskClient

from web.assets import asset, assets


def test_files_are_served_under_their_content_for_ever(client: FlaskClient) -> None:
    html = client.get("/").get_data(as_text=True)
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', html):
        response = client.get(address)
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_the_style_sheet_names_the_tile_by_its_content(client: FlaskClient) -> None:
    sheet = client.get(f"/static/{asset('style.css').name}")
    assert sheet.content_type == "text/css; charset=utf-8"
    assert f"url({asset('tile.svg').name})" in sheet.get_data(as_text=True)


def test_the_style_sheet_is_light_and_self_contained() -> None:
    text = asset("style.css").body.decode()
    assert len(asset("style.css").body) <= 10_000
    assert "@import" not in text
    assert "http" not in text
    assert text.count("{") == text.count("}")


def test_every_class_that_is_styled_is_used() -> None:
    from search.settings import ROOT

    styled = set(re.findall(r"\.([a-z]+)(?![\w.]*\))", re.sub(r"url\([^)]*\)", "", asset("style.css").body.decode())))
    written = [*(ROOT / "web" / "templates").iterdir(), *(ROOT / "web" / "fragments").glob("*.py")]
    templates = "".join(path.read_text(encoding="utf-8") for path in written)
    used = {name for names in re.findall(r'class="([^"]*)"', templates) for name in re.findall(r"[a-z]+", names)}
    assert styled <= used, styled - used


def test_other_names_are_not_found(client: FlaskClient) -> None:
    for name in ("style.css", "style.0000000000.css", "..%2Fapi.py", "%00"):
        assert client.get(f"/static/{name}").status_code == 404


def test_every_file_has_one_public_name() -> None:
    assert len(assets()) == 7


def test_browsers_that_ask_at_the_old_place_get_the_mark(client: FlaskClient) -> None:
    assert client.get("/favicon.ico").mimetype == "image/svg+xml"


def test_the_scripts_are_200_lines_at_most() -> None:
    lines = sum(each.body.count(b"\n") for name, each in assets().items() if name.endswith(".js"))
    assert 0 < lines <= 200
