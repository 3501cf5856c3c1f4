import datetime as dt
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import jsonschema
import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from search.release import Release
from tests.web.library import publish
from web import create_app
from web.site_settings import Site
from web.views.feeds import Entry, Feed, as_atom, as_json_feed, tag_authority

HERE = Path(__file__).parent
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def atom(client: FlaskClient, address: str = "/feed.atom") -> Any:
    response = client.get(address)
    assert response.status_code == 200
    assert response.content_type == "application/atom+xml; charset=utf-8"
    return valid_atom(response.data)


def valid_atom(body: Any) -> Any:
    """Hold an Atom feed to its schema, and to what RFC 4287 asks besides: one link of a kind, ids of their own."""
    etree.RelaxNG(file=HERE / "atom.rng").assertValid(etree.fromstring(body))
    root = ElementTree.fromstring(body)
    for node in (root, *root.findall("a:entry", ATOM)):
        kinds = [(link.get("rel"), link.get("type")) for link in node.findall("a:link", ATOM)]
        assert len(set(kinds)) == len(kinds)
        assert ("alternate", "text/html") in kinds
        assert all(urlsplit(link.get("href")).scheme for link in node.findall("a:link", ATOM))
    ids = [each.text for each in root.findall("a:entry/a:id", ATOM)]
    assert len(set(ids)) == len(ids)
    return root


def valid_json_feed(feed: Any) -> Any:
    """Hold a feed to the schema of JSON Feed 1.1; its ids are of their own."""
    jsonschema.validate(feed, json.loads((HERE / "jsonfeed.json").read_text()))
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"])
    return feed


def test_both_feeds_hold_the_newest_fifty_of_a_search(client: FlaskClient) -> None:
    root = atom(client, "/feed.atom?q=hisobot")
    assert len(root.findall("a:entry", ATOM)) == 45
    assert root.findtext("a:title", "", ATOM) == "Izla: hisobot"
    feed = valid_json_feed(json.loads(client.get("/feed.json?q=hisobot").data))
    assert [item["id"] for item in feed["items"]] == [each.text for each in root.findall("a:entry/a:id", ATOM)]
    assert len(atom(client).findall("a:entry", ATOM)) == 50


def test_a_release_that_came_late_is_on_top_however_old_it_is(tmp_path: Path) -> None:
    early = [Release(f"a{n}", f"Xabar {n}", "", dt.date(2026, 1, n), "given", first_seen=100) for n in range(1, 9)]
    late = Release("late", "Kech kelgan", "", dt.date(1999, 1, 1), "given", first_seen=200, changed=300)
    client = create_app(publish(tmp_path, [*early, late])).test_client()
    entry = atom(client).find("a:entry", ATOM)
    assert entry.findtext("a:title", "", ATOM) == "Kech kelgan"
    assert entry.findtext("a:published", "", ATOM) == "1999-01-01T00:00:00+05:00"
    assert entry.findtext("a:updated", "", ATOM) == "1970-01-01T05:05:00+05:00"


def test_an_entry_says_everything_and_shows_nothing_as_markup(client: FlaskClient) -> None:
    entry = atom(client, "/feed.atom?q=quyosh&sector=energetika").find("a:entry", ATOM)
    assert entry.findtext("a:title", "", ATOM) == "Oʻzbekistonda quyosh energetikasi <ikki> barobar oshdi"
    assert "&lt;b&gt;davlat-xususiy&lt;/b&gt;" in entry.findtext("a:content", "", ATOM)
    assert entry.findtext("a:content", "", ATOM).count("<p>") == 3
    assert entry.findtext("a:author/a:name", "", ATOM) == "Energetika vazirligi"
    links = {link.get("rel"): link.get("href") for link in entry.findall("a:link", ATOM)}
    assert links == {
        "alternate": "http://localhost/release/2026-03-05-quyosh",
        "via": "https://example.uz/quyosh",
    }


def test_a_feed_is_in_the_script_asked_for(client: FlaskClient) -> None:
    assert "қуёш" in client.get("/feed.json?q=quyosh&script=cyrl").get_json()["items"][0]["title"]


def test_pages_and_order_do_not_change_a_feed(client: FlaskClient) -> None:
    assert client.get("/feed.atom?q=hisobot&page=2&sort=date").data == client.get("/feed.atom?q=hisobot").data


@pytest.mark.parametrize("address", ["/feed.atom", "/feed.json"])
def test_faults_are_problems_and_an_unchanged_feed_is_not_made_anew(client: FlaskClient, address: str) -> None:
    response = client.get(f"{address}?secotr=x")
    assert (response.status_code, response.content_type) == (400, "application/problem+json")
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert 'rel="self"' in client.get(address).headers["Link"]
    assert client.get(address).headers["Access-Control-Allow-Origin"] == "*"


def test_ids_outlive_a_move() -> None:
    assert tag_authority(Site({}), "") == "izla,2026"
    assert tag_authority(Site({}), "https://yangi.uz/izlash") == "yangi.uz,2026"
    assert tag_authority(Site({}, tag="eski.uz,2026"), "https://yangi.uz") == "eski.uz,2026"


def test_the_id_of_an_entry_does_not_change_with_the_host_that_was_asked(client: FlaskClient) -> None:
    ids = [client.get("/feed.json", headers={"Host": host}).get_json()["items"][0]["id"] for host in ("a.uz", "b.uz")]
    assert ids[0] == ids[1]


def test_feeds_of_samples_say_so(sample_client: FlaskClient) -> None:
    assert "namuna" in sample_client.get("/feed.json").get_json()["title"]


TEXT = st.text(st.characters(exclude_categories=()), max_size=30)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(TEXT, TEXT, st.lists(TEXT, max_size=3))
def test_any_text_makes_a_valid_feed(title: Any, source: Any, paragraphs: Any) -> None:
    entry = Entry(
        "tag:a,2026:1", "http://a/1", None, title, "uz-Latn", "2026-01-01T00:00:00+05:00", "2026-01-01T00:00:00+05:00",
        source, (title,) if title.strip() else (), source, tuple(paragraphs),
    )  # fmt: skip
    feed = Feed("tag:a,2026:x", title, "uz-Latn", entry.updated, "http://a/f", "http://a/", "http://a/i", (entry,))
    assert len(valid_atom(as_atom(feed)).findall("a:entry", ATOM)) == 1
    valid_json_feed(json.loads(json.dumps(as_json_feed(feed))))
