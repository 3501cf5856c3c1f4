"""What CONTRIBUTING says of adding a thing is all there is to do: one of each is added to a copy and used."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from search.settings import ROOT

CATALOGUES = tuple(f"web/i18n/catalogs/{lang}.toml" for lang in ("uz", "ru", "en"))

USE = """
import json, sys
from web import create_app
client = create_app().test_client()
print(json.dumps({address: client.get(address).get_data(as_text=True) for address in sys.argv[1:]}))
"""


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the packages with a row more in each table, and an index of it."""
    copy = tmp_path_factory.mktemp("copy")
    for package in ("search", "index", "web"):
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    shutil.copytree(ROOT / "corpus", copy / "corpus", ignore=shutil.ignore_patterns("releases"))

    # a facet: its row, and what it is called
    _insert(
        copy / "search/facets/table.py",
        '    FacetRow("source",',
        '    FacetRow("initial", "q", lambda release: _own((release.title[:1].lower(),)), ("bosh",)),\n',
    )
    # a parameter: its row, the field that holds it, and its meaning
    _insert(
        copy / "web/parameters/table.py",
        '    Param("since",',
        '    Param("loud", Flag("1"), "1", frozenset({Group.DISPLAY}), None),\n',
    )
    _insert(copy / "web/parameters/table.py", "    bom: bool = False\n", "    loud: bool = False\n")
    # an endpoint for programs: its row, what it answers, its view, and its purpose
    _insert(
        copy / "web/endpoints.py",
        '    _api("exports.changes",',
        '    _api("api.echo", "/api/echo", "echo", (Group.DISPLAY,), _JSON, "Echo"),\n',
    )
    _insert(copy / "web/api/json_schemas.py", '    "Reading": {', '    "Echo": _all(loud=FLAG),\n')
    _insert(
        copy / "web/views/json_api.py",
        "def _serializer(",
        '@blueprint.get(path_of("api.echo"))\ndef echo() -> Response:\n'
        '    """Say how loud it was asked."""\n'
        '    return jsonify({"loud": read_strictly(ENDPOINTS["api.echo"]).loud})\n\n\n',
    )
    for catalogue in CATALOGUES:
        _insert(
            copy / catalogue,
            "facet-source =",
            'facet-initial = "Bosh harf"\nnone-initial = "Harfsiz"\nparam-initial = "Sarlavhaning bosh harfi."\n'
            'param-loud = "Baland."\nendpoint-echo = "Takror."\n',
        )
    # a reader: its module and its line in the table of suffixes
    (copy / "index/readers/titles.py").write_text(
        '"""A reader of titles, one a line."""\n\n'
        "from collections.abc import Iterator, Mapping\n\n"
        "from index.readers.input_file import InputFile\nfrom index.records.record import RawRecord\n\n\n"
        "def split(source: InputFile, columns: Mapping[str, str]) -> Iterator[RawRecord]:\n"
        '    """Give the titles of a file."""\n'
        "    for number, title in enumerate(source.read_text().text.splitlines(), 1):\n"
        '        yield source.record(number, {"title": title})\n',
        encoding="utf-8",
    )
    line = '    ".titles": _when_met("titles", "split"),\n'
    _insert(copy / "index/readers/__init__.py", '    ".jsonl": json_lines.split,', line)
    (copy / "kun.titles").write_text("Quyosh chiqdi\nGaz quvuri\nQish keldi\n", encoding="utf-8")
    _run(copy, "-m", "index", "kun.titles")
    return copy


def _insert(path: Path, before: str, text: str) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count(before) == 1, f"{path.name}: {before}"
    path.write_text(source.replace(before, text + before), encoding="utf-8")


def _run(copy: Path, *arguments: str) -> str:
    environ = {key: value for key, value in os.environ.items() if not key.startswith("IZLA_")}
    environ |= {"IZLA_DATA": str(copy / "var"), "PYTHONDONTWRITEBYTECODE": "1"}
    result = subprocess.run(
        [sys.executable, *arguments], cwd=copy, env=environ, capture_output=True, text=True, check=False, timeout=120
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def answers(changed: Path) -> dict[str, str]:
    addresses = (
        "/api/search?initial=q",
        "/api/search?q=bosh:g",
        "/?initial=q",
        "/?facet=initial",
        "/api/echo?loud=1",
        "/api/echo?loud=2",
        "/api/openapi.json",
        "/api",
    )
    answered: dict[str, str] = json.loads(_run(changed, "-c", USE, *addresses))
    return answered


def test_a_reader_is_a_module_and_a_line(answers: dict[str, str]) -> None:
    assert json.loads(answers["/api/search?initial=q"])["index"]["documents"] == 3


def test_a_facet_is_a_row_and_its_words(answers: dict[str, str]) -> None:
    answer = json.loads(answers["/api/search?initial=q"])
    assert {hit["title"] for hit in answer["results"]} == {"Quyosh chiqdi", "Qish keldi"}
    counted = {value["value"]: value["count"] for value in answer["facets"]["initial"]["values"]}
    assert counted == {"q": 2, "g": 1}
    assert json.loads(answers["/api/search?q=bosh:g"])["total"] == 1
    assert "Bosh harf" in answers["/?initial=q"]
    assert 'name="initial" value="g"' in answers["/?facet=initial"]
    assert "initial" in answers["/api"]


def test_a_parameter_is_a_row_and_its_words(answers: dict[str, str]) -> None:
    assert json.loads(answers["/api/echo?loud=1"]) == {"loud": True}
    fault = json.loads(answers["/api/echo?loud=2"])
    assert fault["status"] == 400
    assert fault["errors"][0]["parameter"] == "loud"


def test_an_endpoint_is_a_row_and_its_view(answers: dict[str, str]) -> None:
    described = json.loads(answers["/api/openapi.json"])
    operation = described["paths"]["/api/echo"]["get"]
    assert [parameter["name"] for parameter in operation["parameters"]] == ["script", "lang", "loud"]
    assert "/api/echo" in answers["/api"]
