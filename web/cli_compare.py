"""izla-search --compare: the same queries asked of the embedded engine and of the cluster, and what differs."""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl

from werkzeug.datastructures import MultiDict

from search.analysis.user_dictionary import read_analyzer
from search.comparison import differences
from search.engines import open_service
from search.errors import BadCorpus
from search.query import Query
from search.settings import ENGINES, Settings
from web.parameters.table import read

ALIKE, DIFFERENT = 0, 3  # exit codes
_STREAM: Final = "-"


def compare(options: argparse.Namespace) -> int:
    """Ask both engines the queries of the arguments, or of a file; print what differs, and return the exit code."""
    names = (ENGINES[0], ENGINES[1])
    settings = [Settings.read({**os.environ, "IZLA_ENGINE": name}) for name in names]
    analyzer = read_analyzer(settings[0].corpus)
    one, other = (open_service(each, analyzer) for each in settings)
    queries = [*dict.fromkeys(_queries(options))]
    different = 0
    for query in queries:
        found = [*differences(one.answer(query, acting=True), other.answer(query, acting=True), names)]
        different += bool(found)
        for line in found:
            print(f"{query.canonical() or 'everything'}: {line}", flush=True)
    documents = [service.generation().documents for service in (one, other)]
    if documents[0] != documents[1]:
        print(f"releases: {documents[0]} in {names[0]}, {documents[1]} in {names[1]}")
    alike = not different and documents[0] == documents[1]
    print(f"{len(queries) - different} of {len(queries)} queries answered alike by {names[0]} and {names[1]}")
    return ALIKE if alike else DIFFERENT


def _queries(options: argparse.Namespace) -> Iterator[Query]:
    if options.q:
        yield Query(" ".join(options.q))
    if options.queries:
        yield from (_query(line) for line in written_queries(_lines(options.queries)))
    elif not options.q:
        yield Query()


def written_queries(lines: Iterable[str]) -> Iterator[str]:
    """Yield the queries of lines; what begins with # is none, and of judged ones (kind, words, …) the words are it."""
    for line in lines:
        text = line.rstrip("\n")
        if text.strip() and not text.startswith("#"):
            yield text.split("\t")[1] if "\t" in text else text


def _query(text: str) -> Query:
    """Read a query: words, or after a question mark the parameters of an address."""
    if not text.startswith("?"):
        return Query(text)
    parameters = read(MultiDict(parse_qsl(text[1:])))
    if parameters.faults:
        fault = parameters.faults[0]
        raise BadCorpus(f"{text!r} is no query ({fault.parameter}: {fault.code}); give words, or ?q=…&sector=…")
    return parameters.query


def _lines(name: str) -> Iterator[str]:
    if name == _STREAM:
        yield from sys.stdin
        return
    try:
        yield from Path(name).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise BadCorpus(f"the queries {name} cannot be read ({reason}); give a file of one query a line") from None
