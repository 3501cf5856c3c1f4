"""What is answered: frozen values that a page, JSON, a feed or a file can be made of."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from search.generation import Generation
from search.query import Query
from search.release import Release


class Piece(NamedTuple):
    """A piece of source text; a snippet is a row of them that concatenates to the source."""

    text: str
    marked: bool = False


Snippet = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A release that matched: its score (None under a date order), its title and the best places of its text.

    `snippets` are pieces of the source's own letters; a cut at either end is not marked, `web` shows it.
    `explanation` is there when the query asked for it: (term, share of the score) pairs.
    """

    release: Release
    score: float | None
    title: Snippet
    snippets: tuple[Snippet, ...]
    explanation: tuple[tuple[str, float], ...] | None = None


class FacetValue(NamedTuple):
    """A value of a facet: how many releases choosing it would give, whatever else is chosen in this facet.

    `label` is the value as the releases write it; `web` has better words for sectors.
    """

    value: str
    label: str
    count: int  # type: ignore[assignment]  # the method of a tuple, which nobody asks
    selected: bool
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of a facet, most frequent first, ties by the Uzbek alphabet; chosen ones always among them.

    `missing` counts the releases without a value; `missing_selected` says that `_none` is chosen,
    `missing_excluded` that releases without a value are left out. They are all values, unless fewer were asked for:
    then `other` counts those left out, and `other_held` those of them that some release of the search has.
    """

    name: str
    values: tuple[FacetValue, ...]
    missing: int
    missing_selected: bool
    missing_excluded: bool = False
    other: int = 0
    other_held: int = 0


@dataclass(frozen=True, slots=True)
class Bucket:
    """A year, month or day of the histogram: first and last day, and the releases in it."""

    start: dt.date
    end: dt.date
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Period:
    """A range of days counted from today: how many releases choosing it would give.

    `name` is "7-days", "30-days" (today and those before it), "last-month" or "this-year".
    """

    name: str
    start: dt.date
    end: dt.date
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Histogram:
    """The date facet: adjoining buckets, empty ones included; like every facet it ignores its own selection.

    With a chosen range the buckets cover that range (one month shows days, one year months); `interval` is the step in
    force, coarser than asked where that would make thousands; `missing` counts undated. For a page, `periods` are
    those of today, and `archive` counts all releases of the generation in each bucket, where words or other filters
    leave some of them out; both are empty otherwise.
    """

    interval: str
    buckets: tuple[Bucket, ...]
    missing: int
    missing_selected: bool
    periods: tuple[Period, ...] = ()
    archive: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class WordCount:
    """A word as typed and how many releases hold it on its own, filters aside."""

    word: str
    count: int


@dataclass(frozen=True, slots=True)
class Reached:
    """A typed word, the indexed words that it reached, and how.

    `how`: "marks" (typed without its marks), "keyboard" (у к г х typed for ў қ ғ ҳ), "synonym" (another name),
    "glossary" (the Uzbek for a Russian or English word).
    """

    typed: str
    words: tuple[str, ...]
    how: str = "marks"


@dataclass(frozen=True, slots=True)
class Unread:
    """A filter as `typed` among the words that can be none: of `facet` (or "date") `value` is unknown, or it is beside
    what no filter can be joined to.
    """

    typed: str
    facet: str
    value: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """How the words were read, said from what was run and never from the typed string.

    `read_as` is the query in 1995 Latin as it was run; `script` what it was typed in ("latn", "cyrl", "mixed",
    "none"). `matching` is "all" or "relaxed"; when relaxed, `required` of `of` words had to match. `repairs` are names:
    "unclosed-quote", "unclosed-parenthesis", "stray-parenthesis", "stray-operator", "empty-phrase", "stray-star",
    "unknown-field", "no-words" (signs alone). `unread` are filters that could be none; they were not searched for.
    `unheld` are words that no release has and that were not required, in a query of another language.
    `only_stop_words`: nothing but closed-class words was typed. `words` has each word's own count when
    nothing was found.
    """

    read_as: str = ""
    script: str = "none"
    matching: str = "all"
    required: int = 0
    of: int = 0
    repairs: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    unheld: tuple[str, ...] = ()
    reached: tuple[Reached, ...] = ()
    only_stop_words: bool = False
    words: tuple[WordCount, ...] = ()


@dataclass(frozen=True, slots=True)
class Exit:
    """A way out of an empty answer: the query with something taken away, and what it finds (more than nothing).

    `dropped` names what was taken away: a facet's name, "date", "filters" (all of them), "all-words" (any of the
    words instead of all) or "quotes".
    """

    dropped: str
    query: Query
    count: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another query that is offered, and how many releases its page shows."""

    query: Query
    count: int


@dataclass(frozen=True, slots=True)
class Refinement:
    """A query with some of its words made filters, (facet or "date", value) of each, and how many its page shows.

    `labels` are what the releases call each value, empty for a value that they do not write themselves.
    """

    filters: tuple[tuple[str, str], ...]
    query: Query
    count: int
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was answered in place of typed words: the query that they were read as.

    `read` says which names and dates among the words act as filters, `words` is the query that takes them as words
    again and what that one finds, `whole` says whether nothing but names and dates was typed.
    """

    read: Refinement
    words: Suggestion
    whole: bool


@dataclass(frozen=True, slots=True)
class Partial:
    """The releases that hold some of the words and not all, beside those that do: the query that finds them alone.

    `total` is how many they are, `hits` the nearest of them; so many words as `required` had to match.
    """

    query: Query
    required: int
    total: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer to a query over one generation; totals and counts are exact at any page.

    `page` is the page asked for, `pages` how many there are (0 when nothing was found). `meant` is there when a word
    looks misspelt and all words of it find more than all those typed, `unquoted` when a quoted form finds nothing and
    its words do, `refinements` when words name filters: one that finds nothing only where nothing else was typed.
    `reading` is there when such a query was answered in place of the words: then `query` is that one. `corrected` is
    the query that was typed where it found nothing and its one sure correction was answered. `partial` are the
    releases that hold some of the words, where they stand apart. `left_out` names the assistance for which no time was
    left: "did_you_mean", "readings" or "exits". `timings` are (stage, milliseconds) in the order they ran.
    """

    query: Query
    understanding: Understanding
    total: int
    page: int
    pages: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    histogram: Histogram | None
    exits: tuple[Exit, ...]
    generation: Generation
    meant: Suggestion | None = None
    unquoted: Suggestion | None = None
    refinements: tuple[Refinement, ...] = ()
    reading: Reading | None = None
    corrected: Query | None = None
    partial: Partial | None = None
    left_out: tuple[str, ...] = ()
    timings: tuple[tuple[str, float], ...] = ()

    def facet(self, name: str) -> Facet | None:
        """Return the facet of that name, None when it was not asked for."""
        return next((facet for facet in self.facets if facet.name == name), None)


@dataclass(frozen=True, slots=True)
class Completion:
    """A way to go on from what is typed: `text` in the script that was typed, and how many releases it finds.

    `release` is the id of the release whose title the text is, `named` the facet and value that it names; both are None
    where it is words.
    """

    text: str
    count: int
    release: str | None = None
    named: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Export:
    """Every release that a query finds, in its order, read as they are asked for; `total` says how many."""

    generation: Generation
    total: int
    releases: Iterator[Release]


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """What became of the releases since an earlier generation: new or changed ones, oldest change first, and `gone`.

    `since` is when that generation's run began (seconds since 1970): a release first seen after it is new. `heirs`
    gives the release that one of those that are gone is a part of now.
    """

    generation: Generation
    since: int
    total: int
    releases: Iterator[Release]
    gone: tuple[str, ...]
    heirs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """What the office has withdrawn: how many ids are `named`, how many of them the live generation `held`.

    `fault` is what is wrong with the file that names them, empty where nothing is: what it named before stays so.
    """

    named: int
    held: int
    fault: str


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """One release for reading: title and paragraphs in pieces, marked where a search led here, and its likes.

    The pieces of `paragraphs` concatenate to the paragraphs of the body. `similar` are at most five releases that
    share most with it, most alike first; their snippets are unmarked leads.
    """

    release: Release
    title: Snippet
    paragraphs: tuple[Snippet, ...]
    similar: tuple[Hit, ...]
    generation: Generation


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a release has its score for a query, or why it is not found.

    `shares` are (word, share of the score) pairs that add up to `score`, which is None when the release is not found:
    then `lacking` are the words that it does not match, `filters` the facets (or "date") whose selection it is not in,
    and `excluded` says that it has the words, but not as asked: after EMAS, outside the title, not side by side.
    """

    id: str
    score: float | None
    shares: tuple[tuple[str, float], ...]
    lacking: tuple[str, ...]
    filters: tuple[str, ...]
    excluded: bool
