"""izla-search: asks /api/search in this process and prints the answer for a reader or for a program.

With --analyze it shows how the analyzer reads a text, with --explain why a release has its score or is not found, with
--misses what readers looked for and did not find, with --compare what two engines answer differently.
"""

import argparse
import html
import json
import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl

from flask import Flask
from werkzeug.datastructures import MultiDict

from search.analysis.analyzer import Analyzer
from search.analysis.user_dictionary import read_analyzer
from search.errors import IndexUnavailable, IzlaError, TooSlow
from search.query import YES
from search.settings import Settings
from web import create_app
from web.app_state import state
from web.cli_compare import compare
from web.cli_output import analysis, analysis_lines, explained, explanation_lines
from web.endpoints import ENDPOINTS, path_of
from web.i18n.messages import catalog
from web.parameters.table import read
from web.zero_result_log import ZeroResult, ZeroResultLog, cause

_BOLD: Final = ("\x1b[1m", "\x1b[0m")
_APART: Final = ("q", "explain")  # parameters for which this command has words or an option of its own
SEARCHED: Final = ENDPOINTS["api.search"].params()
_WIDEST: Final = 100  # columns
_BAD, _NO_INDEX = 2, 1  # exit codes; 0 is an answer, also an empty one


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, print, and return the exit code: 0 answered, 1 no index or release, 2 bad parameters, 3 engines differ."""
    try:
        return _run(_parser().parse_args(arguments))
    except BrokenPipeError:  # whoever reads has enough (izla-search … | head)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(options: argparse.Namespace) -> int:
    try:
        if options.compare:
            return compare(options)
        settings = Settings.read()
        if options.analyze is not None:
            return _analyze(options, read_analyzer(settings.corpus))
        app = create_app(settings, public=False)
    except IzlaError as error:
        print(f"izla-search: {error}", file=sys.stderr)
        return _NO_INDEX if isinstance(error, IndexUnavailable | TooSlow) else _BAD
    if options.misses:
        return _misses(app, settings.data, options)
    return _explain(app, options) if options.explain is not None else _ask(app, options)


def _analyze(options: argparse.Namespace, analyzer: Analyzer) -> int:
    if options.json:
        print(json.dumps(analysis(options.analyze, analyzer), ensure_ascii=False))
    else:
        print(*analysis_lines(options.analyze, analyzer), sep="\n")
    return 0


def _explain(app: Flask, options: argparse.Namespace) -> int:
    with app.app_context():
        parameters = read(_parameters(options), filter_names=state().filter_names)
        if parameters.faults:
            return _ask(app, options)  # which says what is wrong with them
        try:
            explanation = state().service.explain(options.explain, parameters.query)
        except IzlaError as error:
            print(f"izla-search: {error}", file=sys.stderr)
            return _NO_INDEX
    if options.json:
        print(json.dumps(explained(explanation), ensure_ascii=False))
    else:
        print(*explanation_lines(explanation, _lang(options)), sep="\n")
    return 0


def _misses(app: Flask, data: Path, options: argparse.Namespace) -> int:
    try:
        with app.app_context():
            rows = list(causes(ZeroResultLog(data).read()))
    except IzlaError as error:
        print(f"izla-search: {error}", file=sys.stderr)
        return _NO_INDEX
    if options.json:
        print(json.dumps(rows, ensure_ascii=False))
        return 0
    for row in rows:
        filters = " ".join(f"{name}={value}" for name, value in row["filters"])
        print(f"{row['count']:6}  {row['cause']:13} {row['q']}{f'  [{filters}]' if filters else ''}")
    return 0


def causes(zero_results: Iterable[ZeroResult]) -> Iterable[dict[str, Any]]:
    """Yield what was not found, with how often and why."""
    for miss in zero_results:
        parameters = read(MultiDict(parse_qsl(miss.query)), filter_names=state().filter_names)
        filters = [pair for pair in parameters.query.parameters() if pair[0] != "q"]
        try:
            why = cause(parameters.query, state().service)
        except TooSlow:
            why = "too-slow"  # the others are explained all the same
        yield {"q": parameters.query.q, "filters": filters, "count": miss.count, "cause": why}


def _lang(options: argparse.Namespace) -> str:
    return options.lang[-1] if options.lang else "uz"


def _ask(app: Flask, options: argparse.Namespace) -> int:
    client = app.test_client()
    asked = _parameters(options)
    if not options.json:
        asked.setdefault("read", YES)  # who reads lines means what who reads the page means
    response = client.get(path_of("api.search"), query_string=asked)
    if response.status_code != 200:
        return _fail(json.loads(response.get_data()), response.status_code)
    if options.json:
        print(response.get_data(as_text=True), end="")
        return 0
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    bold = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for line in lines(json.loads(response.get_data()), _lang(options), width, _BOLD if bold else ("", "")):
        print(line)
    sys.stdout.flush()
    return 0


def lines(body: dict[str, Any], lang: str, width: int, mark: tuple[str, str]) -> Iterable[str]:
    """Return an answer as lines of at most `width` columns, matches between the two strings of `mark`."""
    say = catalog(lang).text
    heading = say("hits", n=body["total"])
    described = body["query"]["description"]
    yield f"{heading}: {described}" if described else heading
    if note := body["index"]["note"]:
        yield f"({note})"
    if acted := body["query"]["reading"]:
        words = say("read-words", n=acted["words"]["count"])
        yield say("read-as-filter", words=acted["typed"], filters=acted["label"], link=f"{words} (--read 0)")
    if body["query"]["matching"] == "relaxed":
        yield say("relaxed", required=body["query"]["required"], of=body["query"]["of"])
    first = (body["page"] - 1) * body["per_page"] + 1
    for number, hit in enumerate(body["results"], first):
        yield from _hit(hit, number, say, width, mark)
    if partial := body["partial"]:
        yield ""
        yield f"{say('partial', n=partial['total'])} (--partial only)"
        for number, hit in enumerate(partial["results"], 1):
            yield from _hit(hit, number, say, width, mark)
    for reading in body["readings"]:
        yield f"+ {reading['label']}: {say('hits', n=reading['count'])}"
    for way in body["suggestions"]["exits"]:
        yield f"→ {way['label']}: {say('hits', n=way['count'])}"
    if body["pages"] > 1:
        yield ""
        yield say("page-of", page=body["page"], pages=body["pages"])


def _hit(hit: dict[str, Any], number: int, say: Callable[..., str], width: int, mark: tuple[str, str]) -> Iterator[str]:
    yield ""
    yield from _wrap(f"{number}. {_text(hit['highlights']['title'] or hit['id'], mark)}", width, "")
    facts = [hit["date"] or say("undated"), hit["source"]["name"], *(row["label"] for row in hit["sectors"])]
    yield from _wrap(" · ".join(fact for fact in facts if fact), width, "   ")
    yield from _wrap(_text(" ".join(hit["highlights"]["body"]).replace("… …", "…"), mark), width, "   ")
    yield f"   {hit['url']}"


def _wrap(text: str, width: int, indent: str) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent="   ", break_on_hyphens=False)


def _text(markup: str, mark: tuple[str, str]) -> str:
    return html.unescape(markup.replace("<mark>", mark[0]).replace("</mark>", mark[1]))


def _parameters(options: argparse.Namespace) -> MultiDict[str, str]:
    given = MultiDict[str, str]()
    if options.q:
        given["q"] = " ".join(options.q)
    for param in SEARCHED:
        value = getattr(options, param.name, None)
        if param.name not in _APART and value is not None:
            given.setlist(param.name, value if isinstance(value, list) else [value])
    return given


def _fail(problem: dict[str, Any], status: int) -> int:
    print(f"izla-search: {problem['title']}. {problem['detail']}", file=sys.stderr)
    if "command" in problem:
        print(f"  {problem['command']}", file=sys.stderr)
    for fault in problem.get("errors", ()):
        hint = f" ({fault['hint']})" if fault["hint"] else ""
        print(f"  {fault['parameter']}: {fault['detail']}{hint}", file=sys.stderr)
    return _BAD if status == 400 else _NO_INDEX


def _parser() -> argparse.ArgumentParser:
    say = catalog("en").text
    parser = argparse.ArgumentParser("izla-search", description="Search press releases from the terminal.")
    parser.add_argument("q", nargs="*", help=say("param-q"))
    parser.add_argument("--json", action="store_true", help="print JSON: the body of /api/search, or what is explained")
    parser.add_argument("--analyze", metavar="TEXT", help="show the terms of a text and what gave them; asks nothing")
    parser.add_argument("--misses", action="store_true", help="show what readers did not find in 30 days, and why")
    parser.add_argument(
        "--compare",
        action="store_true",
        help="ask the embedded engine and the cluster the same and name what differs (exit code 3)",
    )
    parser.add_argument("--queries", metavar="FILE", help="with --compare: a query a line; - is standard input")
    parser.add_argument("--explain", metavar="ID", help="show each word's share of a release's score, or what it lacks")
    for param in SEARCHED:
        if param.name in _APART:
            continue
        names = {f"--{param.name}", f"--{param.name.replace('_', '-')}"}
        parser.add_argument(
            *sorted(names), dest=param.name, action="append", metavar="VALUE", help=say(f"param-{param.name}")
        )
    return parser


if __name__ == "__main__":
    sys.exit(main())
