"""What the documents say is what the code has."""

import re
import subprocess
from pathlib import Path

import pytest

from search.settings import ROOT
from web.parameters.table import PARAMS
from web.site_settings import KEYS, read_site

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = (
    "docs/ARCHITECTURE.md",
    "docs/FEATURES.md",
    "docs/IMPORT.md",
    "docs/IMPORT.uz.md",
    "docs/RUNNING.md",
    "docs/SCALING.md",
    "docs/SECURITY.md",
)
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def words_of_dev() -> set[str]:
    script = (ROOT / "dev").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+)\)$", script, re.MULTILINE))


def test_every_parameter_has_a_line_in_the_readme() -> None:
    rows = re.findall(r"^\| (`.*?) \|", README, re.MULTILINE)
    documented = {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)}
    assert {param.name for param in PARAMS} <= documented


def test_every_word_of_dev_is_in_its_help_and_in_contributing() -> None:
    shown = subprocess.run([ROOT / "dev", "help"], capture_output=True, text=True, check=True).stdout
    for word in words_of_dev():
        assert f"./dev {word}" in shown
        assert f"`{word}`" in CONTRIBUTING


def test_an_unknown_word_of_dev_is_refused() -> None:
    result = subprocess.run([ROOT / "dev", "dance"], capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "no such word" in result.stderr


def test_the_two_commands_stand_at_the_top() -> None:
    top = README[: README.index("## ")]
    assert "./dev serve" in top
    assert "./dev test" in top


def test_every_file_that_a_document_links_to_is_there() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "corpus/README.md", *PAGES):
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:]+)\)|src=\"([^\"]+)\"", text):
            target = "".join(target)
            assert ((ROOT / name).parent / target).exists(), f"{name} links to {target}"


def test_the_locks_name_no_host_and_pin_by_hash() -> None:
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text
        pinned = re.findall(r"^[a-z0-9].*==", text, re.MULTILINE)
        assert pinned
        assert text.count("--hash=sha256:") >= len(pinned)


def test_nothing_names_a_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        path = Path(ROOT / name)
        if path.suffix in {".py", ".md", ".toml", ".txt", ".html", ".css", ".js", ""} and path.is_file():
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"(?<![\w.])/(?:root|work|home|farm)/\w", text), name


@pytest.mark.parametrize(("page", "head"), [("FEATURES.md", "feature"), ("SECURITY.md", "threat")])
def test_every_feature_and_threat_names_a_test_that_is_there(page: str, head: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    rows = re.findall(rf"^\| (?!{head}|-).*\| \[`(test_\w+)`\]\(\.\./(tests/[\w/.]+)\) \|$", text, re.MULTILINE)
    assert len(rows) == len(re.findall(rf"^\| (?!{head})", text, re.MULTILINE)) > 0
    for name, path in rows:
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), name


def test_the_box_for_other_sites_is_five_lines_that_ask_the_page() -> None:
    text = (ROOT / "docs" / "RUNNING.md").read_text(encoding="utf-8")
    form = re.search(r"```html\n(<form.*?)\n```", text, re.DOTALL)
    assert form
    assert len(form[1].splitlines()) <= 5
    assert set(re.findall(r'name="(\w+)"', form[1])) <= {param.name for param in PARAMS}


def test_the_site_file_of_the_documents_is_a_site_of_every_key(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "RUNNING.md").read_text(encoding="utf-8")
    block = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    assert block
    (tmp_path / "site.toml").write_text(block[1], encoding="utf-8")
    site = read_site(tmp_path)
    assert site.public == "https://izlash.example.uz/izlash"
    assert set(KEYS) <= set(re.findall(r"^\[?(\w+)", block[1], re.MULTILINE))


def test_the_caching_proxy_of_the_documents_minds_what_the_tests_show() -> None:
    shown = (ROOT / "tests" / "journeys" / "test_cache.py").read_text(encoding="utf-8")
    text = (ROOT / "docs" / "RUNNING.md").read_text(encoding="utf-8")
    for directive in ("proxy_cache izla;", "proxy_cache_revalidate on;", "proxy_cache_lock on;"):
        assert directive in text
        assert directive in shown
    assert "use_stale" not in text, "a withdrawn release would be given by the cache at any age"


def test_every_place_of_a_usual_change_is_a_module() -> None:
    lines = (ROOT / "tests" / "places.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert len(rows) == 10
    for change, module in rows:
        assert (ROOT / module).is_file(), change
