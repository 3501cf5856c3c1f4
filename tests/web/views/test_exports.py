import csv
import gzip
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from search.engines import open_store
from search.generation import NO_HISTORY
from search.release import Release
from tests.web.library import library, publish
from tests.web.views.test_search import first
from web import create_app
from web.views.exports import harmless


def rows(body: Any) -> Any:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8"), newline="")))


def lines(body: Any) -> Any:
    return [json.loads(line) for line in body.decode().splitlines()]


def test_a_table_holds_everything_that_a_search_finds(client: FlaskClient) -> None:
    response = client.get("/search.csv?q=hisobot&per_page=1&page=2")
    assert response.content_type == "text/csv; charset=utf-8; header=present"
    assert response.headers["Content-Disposition"] == 'attachment; filename="izla-hisobot.csv"'
    found = rows(response.data)
    assert len(found) == 45
    assert found[0]["url"] == f"http://localhost/release/{found[0]['id']}"
    everything = {row["id"]: row for row in rows(client.get("/search.csv").data)}
    assert set(everything) == {release.id for release in library()}
    for release in library():
        assert everything[release.id]["body"] == release.body
    assert everything["2026-03-05-quyosh"]["sectors"] == "Energetika; Investitsiyalar"
    assert everything["2026-02-01-qozogiston"]["published"] == ""


def test_a_mark_of_utf_8_comes_on_request_only(client: FlaskClient) -> None:
    assert client.get("/search.csv?bom=1").data.startswith(b"\xef\xbb\xbfid,date")
    assert client.get("/search.csv").data.startswith(b"id,date")
    assert client.get("/search.csv?bom=yes").status_code == 400
    assert client.get("/api/search?bom=1").status_code == 400


def test_excel_gets_a_table_that_it_opens_in_columns(client: FlaskClient) -> None:
    html = client.get("/?q=quyosh&sector=energetika").get_data(as_text=True)
    address = first(r'<a href="([^"]+)" rel="nofollow">Excel', html).replace("&amp;", "&")
    assert address == "/search.csv?bom=1&q=quyosh&sector=energetika&separator=semicolon"
    response = client.get(address)
    assert response.headers["Content-Disposition"] == 'attachment; filename="izla-quyosh-energetika.csv"'
    assert response.data.startswith(b"\xef\xbb\xbfid;date;title;")
    table = list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [row["sectors"] for row in table] == ["Energetika; Investitsiyalar"], "a semicolon in a cell parts none"
    assert client.get("/search.csv?separator=tab").status_code == 400
    assert (
        client.get(address).headers["ETag"]
        != client.get("/search.csv?bom=1&q=quyosh&sector=energetika").headers["ETag"]
    )


@pytest.mark.parametrize(
    "search", ["q=hisobot&sector=savdo", "q=quyosh+bitim", "q=quyosh+bitim&partial=only", "q=energetika", "date=_none"]
)
def test_the_menu_tells_how_many_rows_a_file_has(client: FlaskClient, search: str) -> None:
    html = client.get(f"/?{search}").get_data(as_text=True)
    menu = first(r'<details class="more take">(.*?)</details>', html)
    told = int(first(r">(\d+) ta \w+:</li>", menu))
    assert told > 0
    for address in re.findall(r'href="([^"]+)"', menu):
        body = client.get(address.replace("&amp;", "&")).data
        if "ndjson" in address:
            assert lines(body)[-1]["count"] == told
        else:
            between = ";" if "semicolon" in address else ","
            table = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=between)
            assert len(list(table)) == told + 1


def test_nothing_is_offered_where_nothing_is_found(client: FlaskClient) -> None:
    assert "search.csv" not in client.get("/?q=qwzx").get_data(as_text=True)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "  =1", "＝1", "－1"])
def test_a_cell_is_never_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@given(st.text())
def test_a_harmless_cell_is_the_text_or_the_text_behind_an_apostrophe(text: str) -> None:
    assert harmless(text) in (text, f"'{text}")
    assert not harmless(text).lstrip().startswith(("=", "+", "-", "@"))


def test_lines_hold_everything_and_say_that_they_are_complete(client: FlaskClient) -> None:
    response = client.get("/search.ndjson?q=hisobot&sort=date")
    assert response.content_type == "application/x-ndjson"
    assert response.headers["Content-Disposition"] == 'attachment; filename="izla-hisobot.jsonl"'
    *found, last = lines(response.data)
    assert (last["complete"], last["count"]) == (True, 45)
    assert last["generation"] == client.get("/readyz").get_json()["generation"]
    assert [each["date"] for each in found] == sorted(each["date"] for each in found)
    assert {"id", "title", "body", "sectors", "first_seen", "changed"} <= set(found[0])
    assert 'rel="alternate"' in response.headers["Link"]


@pytest.mark.parametrize("address", ["/search.csv", "/search.ndjson"])
def test_streams_are_packed_for_those_who_take_it_and_kept_by_their_tag(client: FlaskClient, address: str) -> None:
    plain = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == plain.data
    assert client.get(address, headers={"If-None-Match": plain.headers["ETag"]}).status_code == 304
    assert client.head(address).data == b""
    assert plain.headers["Access-Control-Allow-Origin"] == "*"
    assert "noindex" in plain.headers["X-Robots-Tag"]


def test_a_stream_that_breaks_lacks_its_last_line_and_is_logged(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_off(_writer: Any, release: Any) -> None:
        raise RuntimeError("no more")

    monkeypatch.setattr("web.api.serializers.Serializer.whole", break_off)
    with pytest.raises(RuntimeError):
        _ = client.get("/search.ndjson").data
    assert "/search.ndjson of generation" in caplog.text


def test_other_sites_may_ask_beforehand(client: FlaskClient) -> None:
    response = client.options("/search.ndjson", headers={"Origin": "https://a.uz"})
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in response.headers["Access-Control-Allow-Headers"]


def test_a_copy_is_kept_by_asking_what_changed(tmp_path: Path) -> None:
    settings = publish(tmp_path, [])
    store = open_store(settings)

    def run(at: Any, history: Any, *changed: Any, gone: Any = ()) -> Any:
        with store.begin(store.live(), samples=False, paths=("/releases",)) as draft:
            draft.remove(gone)
            draft.add(changed)
            return draft.publish(b"{}", history, at)

    old = [Release(each, "Bir", first_seen=100, changed=100) for each in "ab"]
    first = run(100, NO_HISTORY, *old)
    new, changed = Release("c", "Uch", first_seen=200, changed=200), Release("a", "Bir!", first_seen=100, changed=200)
    second = run(200, NO_HISTORY.after(first, ["b"], 200), new, changed, gone=["b"])
    client = create_app(settings).test_client()
    head, *found, last = lines(client.get(f"/api/changes?since={first.id}").data)
    assert head == {"since": first.id, "generation": second.id}
    told = {each.get("id") or each["release"]["id"]: each["change"] for each in found}
    assert told == {"a": "changed", "b": "gone", "c": "new"}
    assert last == {"complete": True, "count": 3}
    assert lines(client.get(f"/api/changes?since={second.id}").data)[1:] == [{"complete": True, "count": 0}]


@pytest.mark.parametrize(
    ("address", "status", "kind"),
    [
        ("/api/changes", 400, "invalid-parameters"),
        ("/api/changes?since=a+b", 400, "invalid-parameters"),
        ("/api/changes?since=20200101T000000Z-00000000", 404, "generation-unknown"),
    ],
)
def test_a_generation_must_be_named_and_known(client: FlaskClient, address: str, status: int, kind: str) -> None:
    response = client.get(address)
    assert (response.status_code, response.get_json()["type"]) == (status, f"/problems/{kind}")


def test_exports_of_samples_say_so(sample_client: FlaskClient) -> None:
    assert "izla-namuna-" in sample_client.get("/search.csv").headers["Content-Disposition"]
    assert lines(sample_client.get("/search.ndjson").data)[-1]["samples"] is True
