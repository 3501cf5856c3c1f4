"""Result cards: hits as the page shows them, with what is known of each release."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from search.answer import Hit, Piece
from search.facets.table import values_of
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


def card(
    hit: Hit, query: Query, labels: Labels, links: Links, *, to_source: bool = False, within: Query | None = None
) -> Card:
    """Return a hit as the page shows it; `to_source` leads to where it was published, when that is known.

    Its sectors lead on `within` a search, that of `query` if None.
    """
    release, script = hit.release, script_of(hit.release, labels.script)
    here = links.release(release.id, query if query.q or query.narrowed or query.page > 1 else None)
    elsewhere = web_address(release) if to_source else None
    return Card(
        url=elsewhere or here,
        read_here=here if elsewhere else None,
        title=marked(hit.title, script) or excerpt(stand_in(release), release.body, script),
        title_lang=tag_of(release, release.title or release.body, script),
        text=excerpts(hit.snippets, release.body, script),
        text_lang=tag_of(release, release.body, script),
        facts=facts(release, labels, links, within or query),
        score=hit.score,
        explanation=hit.explanation or (),
    )


@dataclass(frozen=True, slots=True)
class ShownCopy:
    """A copy of a release, in words; `lang` is the language tag of its title, `url` "" where none is known."""

    title: str
    lang: str
    url: str
    source: str


def cards_of(
    hits: Iterable[Hit], query: Query, labels: Labels, links: Links, site: Site, *, within: Query | None = None
) -> list[Card]:
    """Return hits as the page of a site shows them, their sectors leading on as those of a `card` do."""
    elsewhere = site.results == SOURCE
    return [card(hit, query, labels, links, to_source=elsewhere, within=within) for hit in hits]


def facts(release: Release, labels: Labels, links: Links, query: Query | None = None) -> Facts:
    """Return what is known of a release, in words; its sectors narrow `query`, the one chosen alone is left out."""
    narrowed = links.page_variants(query.with_(page=1, explain=False) if query else Query())
    chosen = [choice.value for choice in query.selection("sector").choices if not choice.excluded] if query else []
    return Facts(
        iso_date=release.date.isoformat() if release.date else None,
        date=labels.messages.day(release.date) if release.date else labels.messages.text("undated"),
        date_derived=release.date_source == "dateline",
        source=in_script(release.source, script_of(release, labels.script)),
        source_page=next((links.source(value) for value in values_of("source", release)), None),
        sectors=tuple(
            (labels.category("sector", slug), None if slug in chosen else narrowed.toggled("sector", slug))
            for slug in release.sectors
            if chosen != [slug]
        ),
        sectors_derived=release.sectors_derived,
        places=tuple(
            (labels.category(facet, slug), narrowed.toggled(facet, slug))
            for facet, slugs in (("region", release.regions), ("country", release.countries))
            for slug in slugs
        ),
    )


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
