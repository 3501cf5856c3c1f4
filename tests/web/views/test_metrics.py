"""The counters as OpenMetrics: every line by the grammar, every number what was asked."""

import re
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from search.service import SearchService
from search.settings import Settings
from search.version import version
from web import create_app
from web.shared.counters import BOUNDS, Counters

NAME = r"[a-z][a-z_]*"
LABELS = rf'\{{{NAME}="[^"\\\n]*"(,{NAME}="[^"\\\n]*")*\}}'
SAMPLE = re.compile(rf"(?P<name>{NAME})(?P<labels>{LABELS})? (?P<value>[0-9.]+)")
META = re.compile(rf"# (TYPE {NAME} (counter|gauge|histogram|info)|UNIT {NAME} [a-z]+|HELP {NAME} [^\n]+)")


def samples(text: str) -> Any:
    """Parse OpenMetrics strictly: line grammar, one EOF at the end, names of the family announced before."""
    *lines, last, nothing = text.split("\n")
    assert (last, nothing) == ("# EOF", "")
    found, family = {}, ""
    for line in lines:
        if line.startswith("#"):
            assert META.fullmatch(line), line
            family = line.split()[2]
            continue
        match = SAMPLE.fullmatch(line)
        assert match, line
        assert match["name"].startswith(family), line
        key = match["name"] + (match["labels"] or "")
        assert key not in found, key
        found[key] = float(match["value"])
    return found


@pytest.fixture
def counted(published: Settings, engine: SearchService) -> FlaskClient:
    return create_app(published, engine).test_client()


def shown(client: FlaskClient, **more: Any) -> Any:
    response = client.get("/metrics", **more)
    assert response.content_type == "application/openmetrics-text; version=1.0.0; charset=utf-8"
    return samples(response.get_data(as_text=True))


def test_requests_are_counted_by_endpoint_and_status(counted: FlaskClient, engine: SearchService) -> None:
    for address in ("/", "/?q=quyosh", "/?q=quyosh", "/api/search?q=qwrtp", "/api/search?page=0", "/yoq"):
        counted.get(address)
    found = shown(counted)
    assert found['izla_requests_total{door="pages.search",status="2xx"}'] == 3
    assert found['izla_requests_total{door="api.search",status="4xx"}'] == 1
    assert found['izla_requests_total{door="others",status="4xx"}'] == 1
    assert found['izla_request_seconds_count{door="pages.search"}'] == 3
    assert found['izla_request_seconds_bucket{door="pages.search",le="+Inf"}'] == 3
    assert found['izla_events_total{event="kept"}'] == 1
    assert found['izla_events_total{event="nothing_found"}'] == 1
    assert found["izla_documents"] == 50
    assert found[f'izla_build_info{{version="{version()}",generation="{engine.generation().id}"}}'] == 1


def test_buckets_grow_and_hold_what_is_below_them() -> None:
    metrics = Counters()
    for seconds in (0.001, 0.02, 0.02, 3.0, 60.0):
        metrics.request("api.search", 200, seconds)
    found = samples("\n".join([*metrics.lines(), "# EOF", ""]))
    counts = [found[f'izla_request_seconds_bucket{{door="api.search",le="{bound}"}}'] for bound in BOUNDS]
    assert counts == sorted(counts)
    assert counts[BOUNDS.index(0.025)] == 3
    assert counts[-1] == 4
    assert found['izla_request_seconds_bucket{door="api.search",le="+Inf"}'] == 5
    assert found['izla_request_seconds_sum{door="api.search"}'] == pytest.approx(63.041)


def test_they_are_for_this_machine_unless_the_site_says_otherwise(published: Settings, engine: SearchService) -> None:
    elsewhere = {"REMOTE_ADDR": "203.0.113.1"}
    assert create_app(published, engine).test_client().get("/metrics", environ_base=elsewhere).status_code == 404
    public = create_app(replace(published, metrics="public"), engine).test_client()
    assert public.get("/metrics", environ_base=elsewhere).status_code == 200
    behind = create_app(replace(published, proxies=1), engine).test_client()
    for forwarded in ("203.0.113.1", "203.0.113.1:5555", "unknown", "kim"):
        assert behind.get("/metrics", headers={"X-Forwarded-For": forwarded}).status_code == 404
    assert behind.get("/metrics").status_code == 200, "asked on this machine, past the proxy"


def test_without_an_index_they_say_so(empty_client: FlaskClient) -> None:
    assert shown(empty_client)[f'izla_build_info{{version="{version()}",generation=""}}'] == 1
