"""Pages that nobody wrote, given to the reader of saved pages: python -m tests.index.readers.saved_page.fuzz [EXAMPLES]

A process of its own: the HTML parser is written in C, and a crash there would end the run of the tests. Each page is
written to the file of IZLA_FUZZ_LAST before it is read, so that the one that crashed is known.
"""

import os
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.readers.saved_page import read_page, read_page_rules
from index.readers.saved_page.markup import MAX_DEPTH, parsable
from index.readers.saved_page.tree import Tree
from search.settings import ROOT

PAGES: Final = tuple(sorted((Path(__file__).parents[1] / "pages").glob("*.html")))
CUT_EVERYWHERE: Final = ("broken_json.html", "classless_divs.html", "microdata.html")
STEP: Final = 41  # places from cut to cut of the other pages
MANY: Final = 20_000
MOST_IMPLIED: Final = 8  # elements that nobody wrote: html, body, tbody, tr
RULES: Final = read_page_rules(ROOT / "corpus")

_BETWEEN: Final = re.compile(r"\s{2,}|\n")
# what makes a parser or a reader need the square of its input, each many times over; two blanks between them
UNITS: Final = _BETWEEN.split("""\
<div>  <p><font>x  <b><div></b>  <a href=1><div></a>  <form><div></form>  <td><div></td>  <li><ul></li>  <svg>
<table><td>  <p><button></p>  <span><div></span>  <div><object></div></object>  <body><div></body>
<table><table></table><div></table>  <template><div></template>  <select><option>  <ul><li><b>x  <!--  <a "
<script>  <a href="  <  </  &  <h1><h2>  <dl><dd>  <nobr><div>  <ruby><rt>  <x-y><p></x-y>  <math><mi>
<h3>Izohlar</h3><p>Bu oddiy gap bor.</p>  <meta name=x content=y>  <p>Mavzuga oid: <a href=1>yangi xabar</a></p>
<time datetime=2026-01-01>x</time>  <div itemprop=articleBody><b>gap</b></div>  <div class=breadcrumb>
<h2><a href=/>x</a></h2>  <table><tr><td>1<td>2  <div class='related content-block'>
<script type=application/ld+json>[  <title>a | </title>""")
PIECES: Final = (
    *"\n \x00\ud800>\"'=",
    *UNITS,
    *_BETWEEN.split("""\
</div>  </table>  </td>  </p>  </a>  -->  </script>  ]]>  <br>  Manba:  © 2026  <article>  <main>  </title>
<plaintext>  <frameset>  <h1>Yangi koʻprik ochildi</h1>  <title>Yangi koʻprik ochildi | Portal</title>
04.03.2026 | 22:0024318  5-mart 2026-yil  Toshkent, 5-mart 2026-yil.
Koʻprik ikki tumanni bogʻlab, yoʻlni 18 kilometrga qisqartirdi.  <time datetime='2026-03-05'>
<link rel=canonical href='/x'>  <base href='http://['>  {"@type":"NewsArticle","datePublished":"2026"}
{"@type":[[],{}]}"""),
)


def page_of(text: str) -> None:
    """Read one page, after noting it."""
    if path := os.environ.get("IZLA_FUZZ_LAST"):
        Path(path).write_text(text, encoding="utf-8", errors="surrogatepass")
    page = read_page(text, RULES)
    assert isinstance(page.body_html, str)
    page.body_html.encode()


def cut_pages() -> Iterator[str]:
    for path in PAGES:
        text = path.read_text("utf-8")
        for at in range(0, len(text), 1 if path.name in CUT_EVERYWHERE else STEP):
            yield text[:at]


def tag_soup() -> st.SearchStrategy[str]:
    pages = st.sampled_from([path.read_text("utf-8") for path in PAGES])
    cuts = st.lists(st.integers(0, 4_000), min_size=2, max_size=8)
    shuffled = st.tuples(pages, cuts).map(lambda one: "".join(one[0][a:b] for a, b in pairwise(one[1])))
    anything = st.one_of(st.sampled_from(PIECES), st.text(max_size=20), shuffled)
    return st.lists(anything, max_size=40).map("".join)


def main() -> int:
    """Read cut pages, pages of one unit many times over, and pages of random pieces."""
    examples = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    for text in cut_pages():
        page_of(text)
    for unit in UNITS:
        page_of(unit * MANY)
        tree = Tree(parsable(unit * MANY).text)
        deepest = max((depth for depth in depths(tree)), default=0)
        assert deepest <= 2 * MAX_DEPTH + MOST_IMPLIED, f"{unit!r} makes {deepest} open elements"

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(tag_soup())
    def of_soup(text: str) -> None:
        page_of(text)

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.binary(max_size=2_000), st.sampled_from(["utf-8", "cp1251", "utf-16"]))
    def of_bytes(data: bytes, encoding: str) -> None:
        page_of(data.decode(encoding, errors="replace"))

    of_soup()
    of_bytes()
    return 0


def depths(tree: Tree) -> Iterator[int]:
    found: list[int] = []
    for node in tree.nodes:
        found.append(found[node.parent] + 1 if node.parent >= 0 else 0)
        yield found[-1]


if __name__ == "__main__":
    sys.exit(main())
