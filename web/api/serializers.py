"""Serializers: answers as values for orjson, every key always there, null rather than absent."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from search.answer import Answer, Facet, Histogram, Hit, Partial, Reading, Refinement, ReleaseView, Suggestion
from search.facets.selection import DATE, MISSING, Choice
from search.facets.table import FACETS
from search.generation import Generation
from search.query import Query
from search.release import Release
from web.api.fragments import buckets, categories, facet_values, written_moment
from web.i18n.labels import Labels
from web.i18n.markup import excerpt_html, in_script, marked, marked_html, script_of
from web.urls import Links, Variants, web_address

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Serializer:
    """Serializes answers as values for orjson, some of them `fragments`, with labels and addresses for one request."""

    labels: Labels
    links: Links

    def answer(self, answer: Answer, took: int) -> Body:
        """Write the answer to a search; `took` is in milliseconds."""
        variants = self.links.api_variants(answer.query)
        return {
            "query": self._query(answer),
            "total": answer.total,
            "page": answer.page,
            "per_page": answer.query.per_page,
            "pages": answer.pages,
            "results": self._hits(answer.hits, answer.query),
            "facets": {
                **{row.name: self._facet(answer.facet(row.name), variants) for row in FACETS},
                "date": self._histogram(answer.histogram, answer.query, variants),
            },
            "suggestions": {
                **({"left_out": list(answer.left_out)} if answer.left_out else {}),
                "did_you_mean": self._meant(answer.meant),
                "refine": [
                    {
                        "label": self.labels.refinement(refinement),
                        "count": refinement.count,
                        "url": self.links.api(refinement.query),
                    }
                    for refinement in answer.refinements
                    if refinement.count
                ],
                "exits": [
                    {
                        "dropped": way.dropped,
                        "label": self.labels.way_out(way, answer),
                        "count": way.count,
                        "url": self.links.api(way.query),
                    }
                    for way in answer.exits
                ],
            },
            "readings": [self._refinement(refinement) for refinement in answer.refinements],
            "partial": self._partial(answer.partial),
            "index": self._index(answer.generation),
            "took_ms": took,
            "links": {
                "self": self.links.api(answer.query),
                **self._paging(answer),
                "html": self.links.page(answer.query),
                **{name: self.links.feed(name, answer.query) for name in ("atom", "json_feed")},
                **{name: self.links.export(name, answer.query) for name in ("csv", "ndjson")},
            },
        }

    def _paging(self, answer: Answer) -> dict[str, str | None]:
        """Return the addresses of the first, previous, next and last page."""
        query, last = answer.query, max(answer.pages, 1)
        previous = min(query.page - 1, last)
        return {
            "first": self.links.api(query.with_(page=1)),
            "prev": self.links.api(query.with_(page=previous)) if previous else None,
            "next": self.links.api(query.with_(page=query.page + 1)) if query.page < last else None,
            "last": self.links.api(query.with_(page=last)),
        }

    def reading(self, reading: ReleaseView) -> Body:
        """Write one release for reading."""
        release, script = reading.release, script_of(reading.release, self.labels.script)
        return {
            **self._release(release),
            "body": in_script(release.body, script),
            "rubric": release.rubric or None,
            "highlights": {
                "title": marked(reading.title, script),
                "paragraphs": [marked(paragraph, script) for paragraph in reading.paragraphs],
            },
            "similar": [self._release(hit.release) for hit in reading.similar],
            "index": self._index(reading.generation),
            "links": {
                "self": self.links.api_release(release.id),
                "html": self.links.release(release.id),
                "published": web_address(release),
            },
        }

    def whole(self, release: Release) -> Body:
        """Write everything of a release, for those who keep a copy."""
        script = script_of(release, self.labels.script)
        return {**self._release(release), "body": in_script(release.body, script), "rubric": release.rubric or None}

    def similar(self, reading: ReleaseView) -> Body:
        """Write the releases most like one."""
        release_id = reading.release.id
        return {
            "results": [self._release(hit.release) for hit in reading.similar],
            "index": self._index(reading.generation),
            "links": {
                "self": self.links.similar(release_id),
                "release": self.links.api_release(release_id),
                "html": self.links.release(release_id),
            },
        }

    def sectors(self, answer: Answer) -> Body:
        """Write the table of sectors with the count of each."""
        facet = answer.facet("sector")
        counts = {value.value: value.count for value in facet.values} if facet else {}
        return {
            "sectors": [
                {
                    "value": slug,
                    "label": self.labels.category("sector", slug),
                    "labels": dict(sector.labels),
                    "count": counts.get(slug, 0),
                    "url": self.links.api(Query().choosing("sector", Choice(slug))),
                }
                for slug, sector in self.labels.categories["sector"].items()
            ],
            "missing": facet.missing if facet else 0,
            "index": self._index(answer.generation),
            "links": {"self": self.links.sectors(), "html": self.links.page(Query())},
        }

    def sources(self, answer: Answer) -> Body:
        """Write the sources with the count of each, most frequent first."""
        facet = answer.facet("source")
        return {
            "sources": [
                {
                    "value": value.value,
                    "label": self.labels.value("source", value.value, value.label),
                    "count": value.count,
                    "url": self.links.api(Query().choosing("source", Choice(value.value))),
                    "html": self.links.source(value.value),
                }
                for value in (facet.values if facet else ())
                if value.count
            ],
            "missing": facet.missing if facet else 0,
            "index": self._index(answer.generation),
            "links": {"self": self.links.sources(), "html": self.links.page(Query())},
        }

    def _refinement(self, refinement: Refinement) -> Body:
        return {
            "label": self.labels.refinement(refinement),
            "filters": [
                {"facet": facet, "value": _days(refinement.query) if facet == DATE else value}
                for facet, value in refinement.filters
            ],
            "count": refinement.count,
            "url": self.links.api(refinement.query),
        }

    def _acted(self, reading: Reading | None) -> Body | None:
        if reading is None:
            return None
        words = reading.words
        return {
            **self._refinement(reading.read),
            "typed": words.query.q,
            "words": {"count": words.count, "url": self.links.api(words.query)},
        }

    def _partial(self, partial: Partial | None) -> Body | None:
        if partial is None:
            return None
        return {
            "total": partial.total,
            "required": partial.required,
            "url": self.links.api(partial.query),
            "results": self._hits(partial.hits, partial.query),
        }

    def _meant(self, meant: Suggestion | None) -> Body | None:
        return {"q": meant.query.q, "count": meant.count, "url": self.links.api(meant.query)} if meant else None

    def _query(self, answer: Answer) -> Body:
        query, understanding = answer.query, answer.understanding
        return {
            "q": query.q,
            "read_as": understanding.read_as,
            "script": understanding.script,
            "description": self.labels.description(answer),
            "filters": {
                **{row.name: list(map(str, query.selection(row.name).choices)) for row in FACETS},
                "from": query.start.isoformat() if query.start else None,
                "to": query.end.isoformat() if query.end else None,
                "date": MISSING if query.undated else None,
            },
            "sort": query.order,
            "matching": understanding.matching,
            "required": understanding.required,
            "of": understanding.of,
            "repairs": list(understanding.repairs),
            "ignored": [each.typed for each in understanding.unread],
            "reached": [
                {"typed": variant.typed, "words": list(variant.words), "how": variant.how}
                for variant in understanding.reached
            ],
            "unheld": list(understanding.unheld),
            "only_stop_words": understanding.only_stop_words,
            "words": [{"word": word.word, "count": word.count} for word in understanding.words],
            "inflected": answer.unquoted.count if answer.unquoted else None,
            "reading": self._acted(answer.reading),
        }

    def _hits(self, hits: Iterable[Hit], query: Query) -> list[Body]:
        address = self.links.releases()
        return [self._hit(hit, query, address) for hit in hits]

    def _hit(self, hit: Hit, query: Query, address: Callable[[str], str]) -> Body:
        release, script = hit.release, script_of(hit.release, self.labels.script)
        explanation = [{"term": term, "share": share} for term, share in hit.explanation or ()]
        return {
            **self._release(release, address),
            "score": None if hit.score is None else round(hit.score, 4),
            "highlights": {
                "title": marked_html(hit.title, script),
                "body": [excerpt_html(snippet, release.body, script) for snippet in hit.snippets],
            },
            "unstable": {"explanation": explanation} if query.explain else None,
        }

    def _release(self, release: Release, address: Callable[[str], str] | None = None) -> Body:
        labels, script = self.labels, script_of(release, self.labels.script)
        return {
            "id": release.id,
            "url": address(release.id) if address else self.links.release(release.id),
            "title": in_script(release.title, script),
            "language": release.language,
            "date": release.date.isoformat() if release.date else None,
            "date_source": release.date_source,
            "first_seen": written_moment(release.first_seen),
            "changed": written_moment(release.changed),
            "sectors": categories(labels, "sector", release.sectors),
            "sectors_derived": release.sectors_derived,
            "regions": categories(labels, "region", release.regions),
            "countries": categories(labels, "country", release.countries),
            "source": {"name": in_script(release.source, script) or None, "url": web_address(release)},
            "copies": [
                {
                    "id": copy.id,
                    "title": in_script(copy.title, script),
                    "script": copy.script,
                    "date": copy.date.isoformat() if copy.date else None,
                    "source": {"name": in_script(copy.source, script) or None, "url": copy.url or None},
                }
                for copy in release.copies
            ],
        }

    def _facet(self, facet: Facet | None, variants: Variants) -> Body | None:
        if facet is None:
            return None
        return {
            "label": self.labels.facet(facet.name),
            "type": "values",
            "values": facet_values(facet, self.labels, variants),
            "missing": facet.missing,
            "missing_selected": facet.missing_selected,
            "missing_excluded": facet.missing_excluded,
            "missing_url": variants.toggled(facet.name, MISSING),
            "other": facet.other,
        }

    def _histogram(self, histogram: Histogram | None, query: Query, variants: Variants) -> Body | None:
        if histogram is None:
            return None
        undated = query.with_(start=None, end=None, undated=not query.undated)
        return {
            "label": self.labels.facet("date"),
            "type": "histogram",
            "interval": histogram.interval,
            "values": buckets(histogram, self.labels.messages, variants),
            "missing": histogram.missing,
            "missing_selected": histogram.missing_selected,
            "missing_url": self.links.api(undated),
        }

    def _index(self, generation: Generation) -> Body:
        return {
            "generation": generation.id,
            "documents": generation.documents,
            "built": generation.built.isoformat(timespec="seconds"),
            "samples": generation.samples,
            "note": self.labels.messages.text("samples-note") if generation.samples else None,
        }


def _days(query: Query) -> str:
    """Write the days of a query as `sana:` takes them."""
    return f"{query.start or ''}..{query.end or ''}"
