"""The example of docs/ARCHITECTURE.md: one release into the sample index and one question out of it, step by step.

Each step is text made by the code itself; `blocks` gives them by name, and the document holds each between fences, the
first of which says ```text NAME. `./dev python -m tests.architecture` writes them into the document again.
"""

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

from index.readers import ReadRelease, read_releases
from index.tagging.tagger import Tagger
from search.analysis.analyzer import Analyzer
from search.analysis.fields import EXACT, LEMMA, indexed
from search.analysis.user_dictionary import read_analyzer
from search.deadline import Deadline
from search.engine import Snapshot
from search.engines import open_service
from search.engines.whoosh import open_index
from search.facets.taxonomies import read_categories
from search.query import Query
from search.query_language.compiled import Compiled
from search.query_language.compiler import compile_tree
from search.query_language.filter_names import FilterNames
from search.query_language.filter_terms import lift
from search.query_language.lexer import lex
from search.query_language.parser import parse
from search.query_language.relaxation import interpret, relaxing_steps
from search.query_language.synonyms import read_synonyms
from search.release import Release
from search.settings import ROOT, Settings
from tests.tagging import tag_releases
from web import create_app

RELEASE: Final = "2026-07-09-temir-yolning-ilk-tunneli-ochildi"
FILE: Final = ROOT / "corpus" / "releases" / "2026" / f"{RELEASE}.txt"
TYPED: Final = "temir yol tunneli sana:2024..2026"
ASSISTED: Final = ("tunel qurilishi andijon", "temir yol andijon")
TODAY: Final = dt.date(2026, 11, 26)  # the example names its years itself; no step hangs on today
TERM: Final = "yöl"
WIDTH: Final = 120  # code points of a line that is shown


def blocks() -> dict[str, str]:
    """Return the steps by name, made over an index of the sample releases that is built for it."""
    with tempfile.TemporaryDirectory() as data:
        settings = Settings(data=Path(data))
        command = [sys.executable, "-m", "index", str(ROOT / "corpus" / "releases")]
        subprocess.run(command, env=os.environ | {"IZLA_DATA": data}, cwd=ROOT, check=True, capture_output=True)
        analyzer = read_analyzer(settings.corpus)
        steps = {**_release_in(settings, analyzer), **_question_out(settings, analyzer)}
    return {name: "\n".join(_cut(line) for line in lines) for name, lines in steps.items()}


def _release_in(settings: Settings, analyzer: Analyzer) -> dict[str, list[str]]:
    record = next(iter(read_releases(FILE)))
    assert isinstance(record, ReadRelease)
    tagger = Tagger(settings.corpus, analyzer)
    ((tagged, _),) = tag_releases(tagger, [record.release])
    return {
        "file": [line for line in FILE.read_text(encoding="utf-8").splitlines() if line][1:7],
        "release": [f"{'':11}{'as read':54}as tagged", *_columns(record.release, tagged)],
        "terms": _terms(tagged, analyzer),
        "segment": _segment(open_index(settings, analyzer).snapshot()),
    }


def _columns(given: Release, tagged: Release) -> Iterator[str]:
    for name in ("date", "sectors", "regions", "countries", "source"):
        after = tagged.office if name == "source" else getattr(tagged, name)
        yield f"{name:11}{_plain(getattr(given, name)):54}{_plain(after)}"


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return "; ".join(value) or "–"
    return str(value)


def _terms(release: Release, analyzer: Analyzer) -> list[str]:
    held = indexed(release, analyzer)
    lines = [f"{'position':>8}  {'weight':>6}  {EXACT:12} {LEMMA}"]
    for term, position, weight in [*zip(held.exact.terms, held.exact.positions, held.exact.weights, strict=True)][3:9]:
        meanings = [m for m, at in zip(held.lemma.terms, held.lemma.positions, strict=True) if at == position]
        lines.append(f"{position:8}  {weight:6.0f}  {term:12} {', '.join(meanings)}")
    return [*lines, f"… {len(held.exact.terms)} terms in {EXACT}, {len(held.lemma.terms)} in {LEMMA}"]


def _segment(snapshot: Any) -> list[str]:
    (segment,) = snapshot.reader.segments
    files, document = segment.files, segment.files.document(RELEASE)
    postings = files.fields[LEMMA]
    number = postings.terms.find(TERM.encode())
    at = postings.documents(number).tolist().index(document)
    frequencies = postings.frequencies(number)
    before = int(frequencies[:at].sum())
    positions = postings.positions(number)[before : before + int(frequencies[at])].tolist()
    lines = [
        f"{segment.size} documents; this release is document {document}",
        f"term {number} of {postings.terms.size:,} of {LEMMA}, {TERM}: in {postings.count(number)} documents",
        f"its posting here: frequency {frequencies[at]}, weight {postings.weights(number)[at]:.0f}, "
        f"positions {', '.join(map(str, positions))}",
        f"day {segment.days[document]} ({dt.date.fromordinal(int(segment.days[document]))})",
    ]
    held = (f"{name} {', '.join(value for value, _ in column[document])}" for name, column in files.facets.items())
    lines.append("; ".join(held))
    return lines


def _question_out(settings: Settings, analyzer: Analyzer) -> dict[str, list[str]]:
    snapshot, deadline = open_index(settings, analyzer).snapshot(), Deadline.after(60)
    synonyms = read_synonyms(settings.corpus, analyzer)
    parsed = parse(TYPED)
    query = lift(Query(TYPED), FilterNames(read_categories(settings.corpus), analyzer), TODAY)
    tree = query.parsed.tree
    assert tree is not None
    compiled = compile_tree(tree, snapshot.vocabulary, synonyms, analyzer, deadline)
    found = interpret(query, snapshot, synonyms, analyzer, deadline)
    return {
        "words": [*(_value(lexeme) for lexeme in lex(TYPED, [])), *_tree(parsed.tree), query.canonical()],
        "plan": [
            *(f"{note.typed} → {', '.join(note.words)} ({note.how})" for note in found.understanding.reached),
            *_tree(found.plan),
        ],
        **_answered(settings, query, [*_steps(query, snapshot, compiled, deadline)]),
    }


def _steps(query: Query, snapshot: Snapshot, compiled: Compiled, deadline: Deadline) -> Iterator[str]:
    for least in relaxing_steps(len(compiled.words)):
        count = snapshot.match(compiled.plan(least), deadline).count(query.filters)
        yield f"{least} of {len(compiled.words)} words: {count} releases"


def _answered(settings: Settings, query: Query, steps: list[str]) -> dict[str, list[str]]:
    answer = open_service(settings).answer(query)
    histogram = answer.histogram
    assert histogram is not None
    first = answer.hits[0]
    client = create_app(settings, public=False).test_client()
    body: Any = client.get(f"/api/search?{query.canonical()}").json
    page = client.get(f"/?{query.canonical()}").text
    return {
        "found": [*steps, *(f"{hit.score or 0:7.3f}  {hit.release.id}" for hit in answer.hits[:3])],
        "facets": [
            *(
                f"{facet.name:9}{', '.join(f'{row.value} {row.count}' for row in facet.values[:3])}, …"
                for facet in answer.facets[:2]
            ),
            f"{'date':9}{', '.join(f'{b.start:%Y-%m} {b.count}' for b in histogram.buckets if b.count)}",
        ],
        "highlights": [
            "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)
            for pieces in (first.title, first.snippets[0])
        ],
        "assistance": [*_offered(settings)],
        "answer": [
            ", ".join(f'"{name}": {_json(body["query"][name])}' for name in ("matching", "required", "of", "reached")),
            *(f'"results[0].{name}": {_json(body["results"][0][name])}' for name in ("score", "highlights")),
            *[line for line in page.splitlines() if 'class="read"' in line][:2],
        ],
    }


def _offered(settings: Settings) -> Iterator[str]:
    service = open_service(settings)
    for typed in ASSISTED:
        answer = service.answer(Query(typed))
        if answer.meant:
            yield f"{typed}: did you mean “{answer.meant.query.q}” ({answer.meant.count})"
        for refined in answer.refinements:
            yield f"{typed}: as a filter {refined.query.canonical()} ({refined.count})"


def _tree(node: object, depth: int = 0) -> Iterator[str]:
    """Yield a tree of dataclasses, a node a line, its parts below it."""
    indent = "    " * depth
    parts = [value for field in fields(node) for value in _nodes(getattr(node, field.name))]  # type: ignore[arg-type]
    if not parts:
        yield indent + _value(node)
        return
    facts = [field.name for field in fields(node) if not _nodes(getattr(node, field.name))]  # type: ignore[arg-type]
    yield indent + _value(node, facts)
    for part in parts:
        yield from _tree(part, depth + 1)


def _nodes(value: object) -> tuple[object, ...]:
    several = value if isinstance(value, tuple) else (value,)
    return tuple(part for part in several if hasattr(part, "__dataclass_fields__"))


def _value(node: object, names: list[str] | None = None) -> str:
    """Write one dataclass with those of its facts that say something."""
    chosen = [field.name for field in fields(node)] if names is None else names  # type: ignore[arg-type]
    facts = [(name, getattr(node, name)) for name in chosen]
    said = ", ".join(
        f"{name}={round(value, 3) if isinstance(value, float) else value!r}"
        for name, value in facts
        if value not in ("", 0, None, ()) and value is not False
    )
    return f"{type(node).__name__}({said})"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _cut(line: str) -> str:
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…"
