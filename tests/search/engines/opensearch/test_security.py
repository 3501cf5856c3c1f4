"""A node with the security plugin: whom it lets in, what they may do, and what is said where they may not."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from search.engines.opensearch.client import Access, Cluster
from search.errors import IndexUnavailable
from search.settings import ROOT, Settings
from tests.opensearch.nodes import node_of_all, running
from tests.opensearch.privileges import RUN_CLUSTER, RUN_INDICES, SERVICE_CLUSTER, SERVICE_INDICES
from tests.opensearch.secured import PASSWORD, Authority, Secured, secured
from web import create_app


@pytest.fixture(scope="module")
def node() -> Iterator[Secured]:
    with running(secured()) as node:
        node.allow("service", SERVICE_CLUSTER, SERVICE_INDICES)
        node.allow("run", RUN_CLUSTER, RUN_INDICES)
        yield node


def variables(node: Secured, data: Path, user: str, password: str = PASSWORD) -> dict[str, str]:
    secret = data / f"password-{user}"
    secret.write_text(f"{password}\n")
    return {
        "IZLA_ENGINE": "opensearch",
        "IZLA_DATA": str(data),
        "IZLA_OPENSEARCH_URL": node.url,
        "IZLA_OPENSEARCH_CA": str(node.authority.ca),
        "IZLA_OPENSEARCH_USER": user,
        "IZLA_OPENSEARCH_PASSWORD_FILE": str(secret),
    }


def reindex(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "index", *arguments]
    everything = {**os.environ, **environment}
    done = subprocess.run(command, cwd=ROOT, env=everything, capture_output=True, text=True, timeout=300, check=False)
    assert PASSWORD not in done.stdout + done.stderr
    return done


def test_a_run_and_a_service_need_no_more_than_is_listed(node: Secured, tmp_path: Path) -> None:
    environment = variables(node, tmp_path, "run")
    for arguments in ((), ("--full",), ("verify",), ("rollback",), ("status",)):
        done = reindex(environment, *arguments)
        assert done.returncode == 0, (arguments, done.stderr)
    client = create_app(Settings.read(variables(node, tmp_path, "service"))).test_client()
    release = client.get("/api/search?q=quyosh&sector=energetika").get_json()["results"][0]
    read = f"/api/releases/{release['id']}"
    for path in ("/", "/readyz", read, "/search.ndjson?q=suv", "/api/suggest?q=ener", "/status"):
        assert client.get(path).status_code == 200, path
    denied = reindex(variables(node, tmp_path, "service"), "--full")
    assert denied.returncode == 1
    assert "the cluster does not permit it: no permissions for [indices:" in denied.stderr


def test_without_one_of_them_a_run_says_which(node: Secured, tmp_path: Path) -> None:
    for name in ("indices:admin/create", "indices:data/write/bulk*", "indices:admin/aliases"):
        node.allow("less", RUN_CLUSTER, [each for each in RUN_INDICES if each != name])
        done = reindex(variables(node, tmp_path, "less"), "--full")
        assert done.returncode == 1, name
        assert f"the cluster does not permit it: no permissions for [{name.rstrip('*')}" in done.stderr
        assert "docs/SCALING.md" in done.stderr


def test_a_client_certificate_stands_for_a_user(node: Secured, tmp_path: Path) -> None:
    certificate, key = node.authority.issue("run")
    environment = {
        "IZLA_ENGINE": "opensearch",
        "IZLA_DATA": str(tmp_path),
        "IZLA_OPENSEARCH_URL": node.url,
        "IZLA_OPENSEARCH_CA": str(node.authority.ca),
        "IZLA_OPENSEARCH_CERT": str(certificate),
        "IZLA_OPENSEARCH_KEY": str(key),
    }
    done = reindex(environment, "--full")
    assert done.returncode == 0, done.stderr
    client = create_app(Settings.read(environment)).test_client()
    assert client.get("/api/search?q=quyosh").get_json()["total"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"user": "run", "password_file": "wrong"}, "does not know us; mend IZLA_OPENSEARCH_USER and"),
        ({}, "does not know us"),
        ({"ca": "other"}, r"certificate of https.* is not trusted \(.+\); mend IZLA_OPENSEARCH_CA"),
        ({"ca": ""}, "is not trusted"),
        ({"certificate": "other", "key": "other"}, "does not take our certificate|does not know us"),
        ({"urls": "http"}, "closed without an answer: a node with TLS wants https://"),
    ],
)
def test_who_is_not_let_in_is_told_why(node: Secured, tmp_path: Path, changed: dict[str, str], told: str) -> None:
    other = Authority(tmp_path, "other")
    certificate, key = other.issue("run")
    files = {"ca": str(other.ca), "certificate": str(certificate), "key": str(key)}
    (tmp_path / "wrong").write_text("no")
    given: dict[str, Any] = {"urls": (node.url,), "ca": str(node.authority.ca)}
    for name, value in changed.items():
        given[name] = files[name] if value == "other" else str(tmp_path / value) if value == "wrong" else value
    if given["urls"] == "http":
        given |= {"urls": (node.url.replace("https", "http"),), "ca": ""}
    with pytest.raises(IndexUnavailable, match=told):
        Cluster(Access(**given)).ask("GET", "/_cluster/health", within=0.5)


def test_a_node_without_tls_is_told() -> None:
    with pytest.raises(IndexUnavailable, match="speaks no TLS; give http://"):
        Cluster(Access((node_of_all().replace("http:", "https:"),))).ask("GET", "/", within=0.5)


def test_the_privileges_that_are_listed_are_those_that_are_tried() -> None:
    rows = (ROOT / "docs" / "SCALING.md").read_text(encoding="utf-8").splitlines()
    for who, cluster, indices in (
        ("a service", SERVICE_CLUSTER, SERVICE_INDICES),
        ("a run", RUN_CLUSTER, RUN_INDICES),
    ):
        cells = [" ".join(f"`{name}`" for name in names) for names in (cluster, indices)]
        assert f"| {who} | {cells[0]} | {cells[1]} |" in rows
