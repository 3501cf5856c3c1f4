import json

import pytest
from flask.testing import FlaskClient

from tests.web.views.test_search import heading, page


@pytest.mark.parametrize(
    "search",
    ["q=hisobot&sector=savdo", "q=energetika&from=2022&to=bu+emas&page=9", "", "q=energetika+vazirligi+2026", "q=qwzx"],
)
def test_the_button_says_what_the_page_would_show(client: FlaskClient, search: str) -> None:
    answer = client.get(f"/count?{search}")
    assert answer.mimetype == "text/plain"
    said, _, found = answer.get_data(as_text=True).partition(" · ")
    assert said == "Qoʻllash"
    shown = heading(page(client, f"/?{search or 'per_page=10'}"))
    assert shown == found or (found == "0 ta xabar" and "topilmadi" in shown)


def test_it_speaks_the_language_of_the_page_and_its_rate_is_not_limited(client: FlaskClient) -> None:
    answer = client.get("/count?sector=savdo&lang=ru")
    assert answer.get_data(as_text=True).startswith("Применить · ")
    assert "RateLimit" not in answer.headers


def test_a_search_that_nobody_made_is_not_noted(client: FlaskClient) -> None:
    before = client.get("/metrics").get_data(as_text=True)
    assert client.get("/count?q=qwzx").get_data(as_text=True).endswith(" · 0 ta xabar")
    after = client.get("/metrics").get_data(as_text=True)

    def nothing_found(text: str) -> list[str]:
        return [line for line in text.splitlines() if "nothing_found" in line]

    assert nothing_found(before) == nothing_found(after) != []


def test_browsers_may_fetch_releases_and_pages_beside_ahead(client: FlaskClient) -> None:
    address = client.get("/?q=hisobot").headers["Speculation-Rules"].strip('"')
    answer = client.get(address)
    assert answer.mimetype == "application/speculationrules+json"
    (rule,) = json.loads(answer.get_data())["prefetch"]
    assert rule["where"]["or"][0] == {"href_matches": "/release/*"}
    assert client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    for other in ("/api/search", "/help", "/count", "/release/yoq", "/feed.atom"):
        assert "Speculation-Rules" not in client.get(other).headers
