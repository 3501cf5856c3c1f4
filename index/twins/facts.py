"""The facts by which the twins of a release are found."""

import hashlib
import sys
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from index.records.identity import canonical, without_language
from index.twins.shingles import Sampler
from search.analysis.text_batch import TokenBatch
from search.array_types import Array
from search.facets.table import slug
from search.release import Release, script_of_most

SHINGLE: Final = np.dtype("<u4")
LEAST_WORDS: Final = 30  # of a text that likeness may tell anything of
_LINK: Final = 8  # bytes of a link's digest
_HEAD: Final = 300  # code points by which the script is told


class TwinFacts(NamedTuple):
    """What is compared of a release.

    `day` is its ordinal, 0 for none; `script` "latn" or "cyrl"; `origin` says who published it, "" where nobody knows.
    `links` are digests of what two twins have in common for sure, numbers below 2^64, `sample` the sampled shingles of
    its text, ascending, four bytes each.
    """

    day: int
    script: str
    origin: str
    links: tuple[int, ...]
    sample: bytes


def facts_of_batch(
    releases: Sequence[Release], links: Sequence[tuple[str, ...]], tokens: TokenBatch, sampler: Sampler
) -> list[TwinFacts | None]:
    """Return the facts of each of some releases, whose titles and bodies are in turn the texts of a batch."""
    bodies = 2 * np.arange(len(releases)) + 1
    counts = (tokens.bounds[bodies + 1] - tokens.bounds[bodies]).tolist()
    return list(map(facts_of, releases, links, counts, sampler.samples(tokens, bodies)))


def share_a_link(one: TwinFacts | None, other: TwinFacts | None) -> bool:
    """Say whether two releases have a link in common; of one without facts nothing is known."""
    return one is not None and other is not None and not set(one.links).isdisjoint(other.links)


def facts_of(release: Release, links: tuple[str, ...], words: int, sample: Array) -> TwinFacts | None:
    """Return the facts of a release; None where nothing could make it a twin. `links` are those of its record."""
    address = canonical(release.url) if release.url else ""
    found = [_digest(_of_language(link, release)) for link in (*links, *_links_of(address))]
    if words < LEAST_WORDS:
        sample = sample[:0]
    if not found and not len(sample):
        return None
    return TwinFacts(
        release.date.toordinal() if release.date else 0,
        script_of_most(f"{release.title} {release.body[:_HEAD]}"),
        sys.intern(address.partition("/")[0] or slug(release.office or release.source)),  # few, and kept of all
        tuple(dict.fromkeys(found)),
        sample.astype(SHINGLE).tobytes(),
    )


def _links_of(address: str) -> tuple[str, ...]:
    if "/" not in address:
        return ()  # a site's first page is that of all its releases
    shared = without_language(address)
    return (f"address {address}", f"language {shared}") if shared != address else (f"address {address}",)


def _of_language(link: str, release: Release) -> str:
    """Return a link as releases of one language share it: translations are no twins."""
    return link if release.is_uzbek else f"{release.language} {link}"


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=_LINK).digest())
