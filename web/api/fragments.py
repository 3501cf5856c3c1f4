"""Fragments of JSON that answers hold again and again, written once for a language, a script and a value.

They go into an answer as `orjson.Fragment`, which is copied as it is.
"""

import datetime as dt
from functools import lru_cache

import orjson

from search.answer import Facet, Histogram
from search.clock import moment
from web.i18n.labels import Labels, bucket_label, bucket_value
from web.i18n.messages import Messages
from web.urls import Variants, written, written_from, written_to


def facet_values(facet: Facet, labels: Labels, variants: Variants) -> orjson.Fragment:
    """Write the values of a facet, each with the address of the search with it switched on or off."""
    around = variants.around(facet.name)
    if around is None:
        rows = [
            f"{_value(labels, facet.name, value, label)[0]}{count},"
            f'"selected":{_yes(selected)},"excluded":{_yes(excluded)},'
            f'"url":{_text(variants.toggled(facet.name, value))}}}'
            for value, label, count, selected, excluded in facet.values
        ]
    else:  # nothing of the facet is chosen, and all addresses are alike but for the value
        name = facet.name
        before, after = (_text(part)[1:-1] for part in around)
        rows = [
            f'{head}{count},"selected":false,"excluded":false,"url":"{before}{parameter}{after}"}}'
            for (head, parameter), count in [(_value(labels, name, row[0], row[1]), row[2]) for row in facet.values]
        ]
    return orjson.Fragment(f"[{','.join(rows)}]")


def buckets(histogram: Histogram, messages: Messages, variants: Variants) -> orjson.Fragment:
    """Write the buckets of a histogram, each with the address of the search within it."""
    before, between, after = (_text(part)[1:-1] for part in variants.beside_range)
    rows = []
    for bucket in histogram.buckets:
        head, start, end = _bucket(messages, bucket.start, bucket.end, histogram.interval)
        if bucket.selected:  # its address may be the one without a range
            address = _text(variants.ranged(bucket.start, bucket.end))
        else:
            address = f'"{before}{start}{between}{end}{after}"'
        rows.append(f'{head}{bucket.count},"selected":{_yes(bucket.selected)},"url":{address}}}')
    return orjson.Fragment(f"[{','.join(rows)}]")


@lru_cache(maxsize=8_192)  # combinations of sectors, regions or countries that releases have
def categories(labels: Labels, facet: str, slugs: tuple[str, ...]) -> orjson.Fragment:
    """Write the sectors, regions or countries of a release."""
    return orjson.Fragment(orjson.dumps([{"value": slug, "label": labels.category(facet, slug)} for slug in slugs]))


@lru_cache(maxsize=4_096)
def written_moment(seconds: int) -> str:
    """Write a moment as `search.clock` does; the releases of one run have the same."""
    return moment(seconds)


@lru_cache(maxsize=16_384)  # values of all facets in a dozen of languages and scripts
def _value(labels: Labels, facet: str, value: str, label: str) -> tuple[str, str]:
    """Return what a value begins with, up to its count, and its parameter."""
    head = f'{{"value":{_text(value)},"label":{_text(labels.value(facet, value, label))},"count":'
    return head, _text(written(facet, value))[1:-1]


@lru_cache(maxsize=4_096)
def _bucket(messages: Messages, start: dt.date, end: dt.date, interval: str) -> tuple[str, str, str]:
    """Return what a bucket begins with, up to its count, and its parameters."""
    part = {
        "value": bucket_value(start, interval),
        "label": bucket_label(messages, start, interval),
        "from": start.isoformat(),
        "to": end.isoformat(),
    }
    return f'{orjson.dumps(part).decode()[:-1]},"count":', written_from(start, end), written_to(start, end)


def _text(text: str) -> str:
    return orjson.dumps(text).decode()


def _yes(flag: bool) -> str:  # it writes the flag
    return "true" if flag else "false"
