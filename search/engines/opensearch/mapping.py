"""What an index of the cluster is made of: analyzers that only cut, the fields, and BM25 as `search.ranking` has it.

Of every field of ours there are two: FIELD for phrases and prefixes, with positions, and FIELD_w for scores, with
weighted frequencies. The cluster's own BM25 is not used: it knows neither our lengths nor our averages.
"""

from collections.abc import Mapping
from typing import Any, Final

from search.analysis.fields import EXACT, LEMMA, SOURCE
from search.engines.opensearch.tokens import AND_HERE, GAP, NEXT, NOTHING, SHIFT, TIMES
from search.facets.table import FACETS
from search.ranking import K1, B

VERSION: Final = 2  # of the layout: another one is another fingerprint
FIELDS: Final = (EXACT, LEMMA, SOURCE)
ID: Final = "id"
DAY: Final = "day"  # its ordinal; an undated release has none
SEEN: Final = "first_seen"
CHANGED: Final = "changed"
RELEASE: Final = "release"  # what it says, as JSON; stored and nothing else
ONE_COPY: Final = {"auto_expand_replicas": "false", "number_of_replicas": 0}  # of a draft: a replica would index again
COPIES: Final = {"auto_expand_replicas": "0-1"}  # of a generation: a replica takes its files
_LONGEST_TOKEN: Final = 1_000_000  # characters; terms were cut before

# A length is read back to the byte that Lucene keeps, then to the next of LENGTHS that it stands for.
_LENGTH: Final = (
    "long v = doc.length < 24 ? 0 : doc.length - 24; "
    "int shift = v < 16 ? 0 : 60 - Long.numberOfLeadingZeros(v); "
    "long code = v < 8 ? v : ((shift + 1) << 3) | ((v >> shift) & 7); "
    f"double length = Math.round((Math.pow(1.033, Math.max(0, code + 24 - {SHIFT})) - 1) * 27); "
)


def facet_field(name: str) -> str:
    """Return the field that has the values of a facet."""
    return f"facet_{name}"


def weighted_field(name: str) -> str:
    """Return the field that scores."""
    return f"{name}_w"


def similarity(averages: Mapping[str, float]) -> dict[str, Any]:
    """Return the similarities of an index, by the average length of each field."""
    return {
        name: {
            "type": "scripted",
            "script": {
                "source": _LENGTH + f"return query.boost * doc.freq * {K1 + 1!r} / "
                f"(doc.freq + {K1!r} * ({1 - B!r} + {B!r} * length / {averages.get(name) or 1.0!r}));"
            },
        }
        for name in FIELDS
    }


def settings(shards: int, averages: Mapping[str, float]) -> dict[str, Any]:
    """Return the settings of a new index, by the average length of each field as far as it is known."""
    return {
        "index": {
            "number_of_shards": shards,
            **ONE_COPY,
            "refresh_interval": "-1",  # a draft is read when it is complete
            "similarity": similarity(averages),
            "analysis": {
                "tokenizer": {
                    "cut": {
                        "type": "char_group",
                        "tokenize_on_chars": [NEXT],
                        "max_token_length": _LONGEST_TOKEN,
                    }
                },
                "filter": {
                    "here": {
                        "type": "pattern_capture",
                        "preserve_original": False,
                        "patterns": [f"([^{AND_HERE}]+)"],
                    },
                    "gaps": {"type": "stop", "stopwords": [NOTHING]},
                    "times": {"type": "delimited_term_freq", "delimiter": TIMES},
                },
                "analyzer": {
                    "positioned": {"type": "custom", "tokenizer": "cut", "filter": ["gaps", "here"]},
                    "weighted": {"type": "custom", "tokenizer": "cut", "filter": ["times"]},
                },
            },
        }
    }


def mappings() -> dict[str, Any]:
    """Return the fields of an index."""
    fields: dict[str, Any] = {
        ID: {"type": "keyword"},
        DAY: {"type": "long"},
        SEEN: {"type": "long"},
        CHANGED: {"type": "long"},
        RELEASE: {"type": "keyword", "index": False, "doc_values": False},
        **{facet_field(row.name): {"type": "keyword"} for row in FACETS},
    }
    for name in FIELDS:
        fields[name] = {
            "type": "text",
            "analyzer": "positioned",
            "search_analyzer": "keyword",
            "norms": False,
            "position_increment_gap": GAP,
        }
        fields[weighted_field(name)] = {
            "type": "text",
            "analyzer": "weighted",
            "search_analyzer": "keyword",
            "index_options": "freqs",
            "similarity": name,
        }
    analysed = [each for name in FIELDS for each in (name, weighted_field(name))]
    return {"dynamic": "strict", "_source": {"excludes": analysed}, "properties": fields}
