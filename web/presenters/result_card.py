"""Result cards: hits as the page shows them, with what is known of each release."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from search.answer import Hit, Piece
from search.facets.table import slug, values_of
from search.query import Query
from search.release import Release
from web.i18n.labels import Labels
from web.i18n.markup import excerpt, excerpts, in_script, marked, script_of, tag_of
from web.site_settings import SOURCE, Site
from web.urls import Links, web_address

_STAND_IN: Final = 90  # code points of the text that stand in for a missing title


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a release besides its words; `sectors` and `places` are (name, page) pairs.

    A sector among several that are chosen has None for a page, since its releases are those that are shown.
    `source_page` is that of all releases of the source, None where the release names none.
    """

    iso_date: str | None
    date: str
    date_derived: bool
    source: str
    source_page: str | None
    sectors: tuple[tuple[str, str | None], ...]
    sectors_derived: bool
    places: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """A hit: linked title, snippet and facts; `title_lang` and `text_lang` are BCP 47 tags.

    `read_here` is the release's page where the title leads elsewhere.
    """

    url: str
    read_here: str | None
    title: Markup
    title_lang: str
    text: Markup
    text_lang: str
    facts: Facts
    score: float | None
    explanation: tuple[tuple[str, float], ...]


class CardMaker:
    """Makes the cards of one answer: what they have in common, addresses above all, is worked out once.

    `to_source` leads to where a release was published, when that is known. Sectors lead on `within` a search, that of
    `query` if None.
    """

    def __init__(
        self, query: Query, labels: Labels, links: Links, *, to_source: bool = False, within: Query | None = None
    ) -> None:
        self._labels = labels
        self._to_source = to_source
        self._address = links.releases(query if query.q or query.narrowed or query.page > 1 else None)
        self._known = FactsMaker(labels, links, within or query)

    def card(self, hit: Hit) -> Card:
        """Return a hit as the page shows it."""
        release, script = hit.release, script_of(hit.release, self._labels.script)
        here = self._address(release.id)
        elsewhere = web_address(release) if self._to_source else None
        return Card(
            url=elsewhere or here,
            read_here=here if elsewhere else None,
            title=marked(hit.title, script) or excerpt(stand_in(release), release.body, script),
            title_lang=tag_of(release, release.title or release.body, script),
            text=excerpts(hit.snippets, release.body, script),
            text_lang=tag_of(release, release.body, script),
            facts=self._known.facts(release),
            score=hit.score,
            explanation=hit.explanation or (),
        )


class FactsMaker:
    """Makes what is known of releases, in words; sectors narrow a search, the one chosen in it alone is left out."""

    def __init__(self, labels: Labels, links: Links, query: Query | None = None) -> None:
        self._labels = labels
        self._links = links
        self._narrowed = links.page_variants(query.with_(page=1, explain=False) if query else Query())
        choices = query.selection("sector").choices if query else ()
        self._chosen = [choice.value for choice in choices if not choice.excluded]
        self._sectors: dict[str, tuple[str, str | None]] = {}
        self._sources: dict[str, str] = {}

    def facts(self, release: Release, *, places: bool = False) -> Facts:
        """Return what is known of a release, with its regions and countries where `places` are wanted."""
        labels, day = self._labels, release.date
        return Facts(
            iso_date=day.isoformat() if day else None,
            date=labels.messages.day(day) if day else labels.messages.text("undated"),
            date_derived=release.date_source == "dateline",
            source=in_script(release.source, script_of(release, labels.script)),
            source_page=self._source_page(release),
            sectors=tuple([self._sector(value) for value in release.sectors if self._chosen != [value]]),
            sectors_derived=release.sectors_derived,
            places=self._places(release) if places else (),
        )

    def _places(self, release: Release) -> tuple[tuple[str, str], ...]:
        return tuple(
            (self._labels.category(facet, value), self._narrowed.toggled(facet, value))
            for facet, values in (("region", release.regions), ("country", release.countries))
            for value in values
        )

    def _sector(self, value: str) -> tuple[str, str | None]:
        named = self._sectors.get(value)
        if named is None:
            address = None if value in self._chosen else self._narrowed.toggled("sector", value)
            named = self._sectors[value] = (self._labels.category("sector", value), address)
        return named

    def _source_page(self, release: Release) -> str | None:
        value = slug(release.office or release.source) or next(iter(values_of("source", release)), None)
        if value is None:
            return None
        page = self._sources.get(value)
        if page is None:
            page = self._sources[value] = self._links.source(value)
        return page


def cards_of(
    hits: Iterable[Hit], query: Query, labels: Labels, links: Links, site: Site, *, within: Query | None = None
) -> list[Card]:
    """Return hits as the page of a site shows them, as `CardMaker` makes them."""
    maker = CardMaker(query, labels, links, to_source=site.results == SOURCE, within=within)
    return [maker.card(hit) for hit in hits]


def facts(release: Release, labels: Labels, links: Links) -> Facts:
    """Return all that is known of a release, in words."""
    return FactsMaker(labels, links).facts(release, places=True)


@dataclass(frozen=True, slots=True)
class ShownCopy:
    """A copy of a release, in words; `lang` is the language tag of its title, `url` "" where none is known."""

    title: str
    lang: str
    url: str
    source: str


def copies_of(release: Release, script: str) -> tuple[ShownCopy, ...]:
    """Return the copies of a release, as its page lists them."""
    script = script_of(release, script)
    return tuple(
        ShownCopy(
            title=in_script(copy.title or release.title, script),
            lang=tag_of(release, copy.title or release.title, script),
            url=copy.url if copy.url.startswith(("http://", "https://")) else "",
            source=in_script(copy.source, script),
        )
        for copy in release.copies
    )


def stand_in(release: Release) -> tuple[Piece, ...]:
    """Return the beginning of the text, for a release without a title."""
    lead = release.body[:_STAND_IN]
    return (Piece(lead if len(release.body) <= _STAND_IN else lead.rpartition(" ")[0] or lead),)
