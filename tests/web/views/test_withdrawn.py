"""A release that its office has withdrawn: gone from every address at the next request, and told to be gone."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from search.engines import open_store
from search.release import Release
from search.settings import Settings
from search.withdrawn import FILE
from tests.web.library import library, publish
from web import create_app
from web.endpoints import ENDPOINTS, Kind
from web.i18n.messages import LANGUAGES

ID = "2026-02-01-qozogiston"
TITLE = "bilan bitim imzolandi"
SHOWING = (  # addresses that show it
    "/",
    "/?q=bitim",
    "/?q=bitim&lang=ru",
    "/?q=bitim&script=cyrl",
    "/?sector=diplomatiya",
    "/sector/diplomatiya",
    "/source/tashqi-ishlar-vazirligi",
    "/release/2026-03-05-quyosh?sort=-date&from=2026",
    "/follow?q=bitim",
    "/api/search?q=bitim",
    "/api/search?from=2026-02&to=2026-02",
    "/api/sources",
    "/api/suggest?q=bitim",
    "/api/suggest?q=Tashqi%20ishl",
    "/feed.atom",
    "/feed.json?q=bitim",
    "/search.csv",
    "/search.csv?q=bitim",
    "/search.ndjson",
    "/sitemap-2026.xml",
    "/sitemap-sources.xml",
)
OF_IT = (TITLE, "билан битим имзоланди", ID, "Tashqi ishlar vazirligi", "tashqi-ishlar-vazirligi", "Ташқи ишлар")


class Office:
    """A site with its corpus folder, in which an office writes down what it withdraws."""

    def __init__(self, folder: Path) -> None:
        corpus = folder / "corpus"
        corpus.mkdir()
        self.settings: Settings = replace(publish(folder / "data", library()), corpus=corpus)
        self._file = corpus / FILE

    def withdraw(self, text: str | bytes = f"{ID}  # by order of the court\n") -> None:
        new = self._file.with_name("new")
        new.write_bytes(text.encode() if isinstance(text, str) else text)
        new.replace(self._file)

    def client(self) -> FlaskClient:
        return create_app(self.settings).test_client(use_cookies=False)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def asker(office: Office) -> FlaskClient:
    return office.client()


def text_of(asker: FlaskClient, address: str) -> str:
    return asker.get(address, headers={"Accept-Encoding": "identity"}).get_data(as_text=True)


def holds(text: str) -> bool:
    return any(piece in text for piece in OF_IT)


def test_it_is_gone_from_every_address_at_the_next_request(office: Office, asker: FlaskClient) -> None:
    for address in SHOWING:
        assert holds(text_of(asker, address)), address
        assert holds(text_of(asker, address)), "kept answers as well"
    office.withdraw()
    for address in SHOWING:
        text = text_of(asker, address)
        assert not any(piece in text for piece in OF_IT if piece not in address), address
    office.withdraw("")
    for address in SHOWING:
        assert holds(text_of(asker, address)), address


def test_totals_facets_and_histograms_are_of_what_is_left(office: Office, asker: FlaskClient) -> None:
    before = asker.get("/api/search").get_json()
    assert text_of(asker, "/count").endswith(" 50 ta xabar")
    office.withdraw()
    after = asker.get("/api/search").get_json()
    assert text_of(asker, "/count").endswith(" 49 ta xabar")
    assert (before["total"], after["total"]) == (50, 49)
    assert (before["index"]["documents"], after["index"]["documents"]) == (50, 49)

    def counts(body: Any, facet: str) -> dict[str, int]:
        return {row["value"]: row["count"] for row in body["facets"][facet]["values"]}

    assert counts(before, "sector")["diplomatiya"] == 1
    assert counts(after, "sector").get("diplomatiya", 0) == 0
    assert "tashqi-ishlar-vazirligi" not in counts(after, "source")
    assert sum(row["count"] for row in after["facets"]["date"]["values"]) == 48
    assert asker.get("/readyz").get_json()["documents"] == 49
    assert "izla_documents 49" in text_of(asker, "/metrics")
    assert asker.get("/source/tashqi-ishlar-vazirligi").status_code == 404
    assert asker.get("/sector/diplomatiya").status_code == 200


@pytest.mark.parametrize("lang", LANGUAGES)
def test_its_page_says_that_the_office_has_withdrawn_it(office: Office, asker: FlaskClient, lang: str) -> None:
    address = f"/release/{ID}?lang={lang}"
    assert asker.get(address).status_code == 200
    office.withdraw()
    response = asker.get(address)
    html = response.get_data(as_text=True)
    told = {
        "uz": "Bu xabarni uni eʼlon qilgan idora qaytarib olgan.",
        "uz-Cyrl": "Бу хабарни уни эълон қилган идора қайтариб олган.",
        "ru": "Ведомство, опубликовавшее этот релиз, отозвало его.",
        "en": "The office that published this release has withdrawn it.",
    }
    assert (response.status_code, response.mimetype) == (410, "text/html")
    assert told[lang] in html
    assert "court" not in html, "the reason is the office's own affair"
    assert TITLE not in html
    assert response.headers["Cache-Control"] in ("no-store", "private, no-cache")  # which comes with a cookie
    assert "ETag" not in response.headers


@pytest.mark.parametrize("address", [f"/api/releases/{ID}", f"/api/releases/{ID}/similar", f"/api/releases/{ID}?q=a"])
def test_programs_get_a_problem(office: Office, asker: FlaskClient, address: str) -> None:
    office.withdraw()
    response = asker.get(address)
    body = response.get_json()
    assert (response.status_code, response.content_type) == (410, "application/problem+json")
    assert (body["type"], body["status"]) == ("/problems/release-withdrawn", 410)
    assert response.headers["Cache-Control"] == "no-store"
    assert asker.get("/api/releases/never").status_code == 404
    assert asker.get(body["type"]).status_code == 200


def test_an_id_with_a_slash_is_withdrawn_too(office: Office, asker: FlaskClient) -> None:
    office.withdraw("sanasiz/1\nof-another-generation")
    assert asker.get("/release/sanasiz/1").status_code == 410
    assert asker.get("/release/sanasiz%2F1").status_code == 410
    assert asker.get("/release/of-another-generation").status_code == 410
    assert asker.get("/api/search").get_json()["total"] == 49


@pytest.mark.parametrize(
    "address", ["/", "/?q=hisobot", f"/release/{ID}", "/api/search", "/feed.atom", "/search.ndjson"]
)
def test_the_tag_is_another_one_and_the_old_one_is_not_as_good(
    office: Office, asker: FlaskClient, address: str
) -> None:
    old = asker.get(address).headers["ETag"]
    assert asker.get(address, headers={"If-None-Match": old}).status_code == 304
    office.withdraw()
    response = asker.get(address, headers={"If-None-Match": old})
    assert response.status_code == (410 if ID in address else 200)
    assert response.headers.get("ETag") != old
    office.withdraw(f"{ID}\noylik-01")
    assert asker.get("/api/search", headers={"If-None-Match": old}).status_code == 200
    office.withdraw("# none any more")
    assert asker.get(address, headers={"If-None-Match": old}).status_code == 304


def test_every_tag_says_what_is_withdrawn(office: Office, asker: FlaskClient) -> None:
    def tags() -> dict[str, str]:
        answers = {address: asker.get(address) for address in ("/help", "/api", "/sitemap.xml", *SHOWING)}
        return {address: answer.headers["ETag"] for address, answer in answers.items() if answer.status_code == 200}

    states = []
    for text in ("", "oylik-01", "oylik-02", "oylik-01\noylik-02", "unknown"):
        office.withdraw(text)
        states.append(tags())
    for address in states[0]:
        assert len({state[address] for state in states}) == len(states), address


def test_no_cache_may_keep_what_the_index_shapes_for_longer_than_a_minute(asker: FlaskClient) -> None:
    shapeless = {"assets.serve", "assets.favicon", "browsersearch.description", "wellknown.robots", "problems.explain"}
    since = asker.get("/readyz").get_json()["generation"]
    values = {"<path:release_id>": ID, "<slug>": "diplomatiya", "<name>": "2026"}
    for name in ENDPOINTS.keys() - shapeless:
        path = ENDPOINTS[name].path
        for variable, value in values.items():
            path = path.replace(variable, "tashqi-ishlar-vazirligi" if "source" in path else value)
        response = asker.get(path, query_string={"since": since} if name == "exports.changes" else {})
        assert response.status_code == 200, path
        kept = response.headers["Cache-Control"]
        assert "stale" not in kept, path
        assert re.search(r"no-store|no-cache|max-age=60\b", kept), path


def test_who_keeps_a_copy_is_told_that_it_is_gone(office: Office, asker: FlaskClient) -> None:
    since = asker.get("/readyz").get_json()["generation"]
    address = f"/api/changes?since={since}"
    old = asker.get(address).headers["ETag"]
    office.withdraw()
    response = asker.get(address, headers={"If-None-Match": old})
    lines = [json.loads(line) for line in response.get_data(as_text=True).splitlines()]
    assert lines == [
        {"since": since, "generation": since},
        {"change": "gone", "id": ID},
        {"complete": True, "count": 1},
    ]


def test_neither_a_new_generation_nor_a_rollback_brings_it_back(office: Office, asker: FlaskClient) -> None:
    office.withdraw()
    store = open_store(office.settings)
    with store.begin(store.live(), samples=False, paths=("/releases",)) as draft:
        draft.add([Release(ID, f"Qozogʻiston {TITLE}", "Tuzatildi.")])
        draft.publish(b"{}")
    assert asker.get(f"/release/{ID}").status_code == 410
    assert not holds(text_of(asker, "/?q=bitim"))
    store.roll_back()
    assert asker.get(f"/release/{ID}").status_code == 410
    assert not holds(text_of(asker, "/search.ndjson"))


def test_a_broken_file_lifts_nothing_and_the_status_says_so(office: Office, asker: FlaskClient) -> None:
    office.withdraw()
    assert "qaytarib olgan" in text_of(asker, "/status")
    office.withdraw(b"oylik-01\n\xff\xfe\n")
    for client in (asker, office.client()):  # the second is a process that starts now
        assert client.get(f"/release/{ID}").status_code == 410
        assert client.get("/release/oylik-01").status_code == 410
        assert client.get("/?q=bitim").status_code == 200
        html = text_of(client, "/status")
        assert "line 2 is not UTF-8" in html
        assert "2 ta (<code>withdrawn.txt</code> da 2 ta nomlangan)" in html
    office.withdraw("oylik-01")
    assert asker.get(f"/release/{ID}").status_code == 200
    assert "not UTF-8" not in text_of(asker, "/status")


def test_a_site_without_the_file_says_nothing_of_it(asker: FlaskClient) -> None:
    assert "withdrawn" not in text_of(asker, "/status")


def test_every_endpoint_of_pages_and_api_is_asked_above() -> None:
    asked = {address.partition("?")[0] for address in SHOWING}
    fixed = {row.path for row in ENDPOINTS.values() if row.kind in (Kind.PAGE, Kind.API) and "<" not in row.path}
    assert fixed - asked == {"/count", "/api/sectors", "/api/changes", "/api/openapi.json"}
