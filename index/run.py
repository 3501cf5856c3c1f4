"""One run: what is there, what changed in the corpus, and whether that goes live."""

import datetime as dt
import time
from dataclasses import dataclass
from pathlib import Path

from index.corpus_reader import Reading
from index.lint import Checker, Remark
from index.manifest import Difference, Manifest, difference
from index.progress import Progress
from index.readers.walk import find
from index.run_request import (
    Wish,
    added,
    begin_after,
    read_history,
    read_manifest,
    refuse_removals,
    standing,
    whole_corpus,
)
from index.tagging.tagger import Tagger
from search.engine import Store
from search.errors import BadRelease
from search.generation import Generation


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did.

    `generation` is the live one afterwards and `published` says that this run made it; `documents` are the releases
    that the corpus gave, and `difference` compares them with what was live before. `ignored` counts files of no known
    format.
    """

    generation: Generation | None
    published: bool
    documents: int
    difference: Difference
    paths: tuple[str, ...]
    skipped: tuple[BadRelease, ...]
    remarks: tuple[Remark, ...]
    ignored: int
    seconds: float


def run(
    store: Store,
    tagger: Tagger,
    wish: Wish,
    *,
    default: Path,
    today: dt.date,
    progress: Progress,
) -> Report:
    """Read what changed and publish it; whatever fails, the live generation stays.

    `default` is the corpus when no path was ever given. Nothing is published when nothing changed or nothing is usable.
    Raises BadCorpus, WriterBusy, RemovalRefused, IndexDamaged, and BadRelease when the wish is strict.
    """
    begun = time.monotonic()
    while True:
        now = standing(store, full=wish.full)
        base = None if wish.full else now.live
        adding = bool(wish.add) and base is not None and base == now.newest
        paths = whole_corpus(wish, now.newest, default)
        found = find(added(wish) if adding else paths)
        old = read_manifest(store, now.newest, wish)
        past = read_history(store, now.newest)
        known = old if base == now.newest else read_manifest(store, base, wish)
        start = begin_after(now.newest)
        checker = Checker(today)
        reading = Reading(known, old, start, tagger, checker, progress, checksum=wish.checksum, strict=wish.strict)
        if adding:
            files = {file.path for file in found.files}
            reading.keep(entry for entry in known.entries.values() if entry.path not in files)
        samples = any(file.sample for file in found.files) or any(entry.sample for entry in reading.entries.values())
        with store.begin(base, samples=samples, paths=paths) as draft:
            if standing(store, full=wish.full) != now:
                continue  # another run published while this one waited for the lock
            progress.begin(sum(file.size for file in found.files))
            for name in found.unnamed:
                reading.skip(BadRelease(name, 0, "its name is not UTF-8; rename it"))
            draft.add(reading.changed(found.files))
            reading.keep_unread(everything=adding)
            new = Manifest(paths, reading.entries)
            if new.entries and not wish.allow_removals:
                refuse_removals(old, new)
            change = difference(known, new)
            same = not (change.added or change.changed or change.removed)
            published = None
            if new.entries and not (base and same and (base.paths, base.samples) == (paths, samples)):
                draft.remove(change.removed)
                progress.say(f"Writing the index of {len(new.entries):,} releases")
                draft.verify()
                gone = difference(old, new).removed
                published = draft.publish(new.to_json(), past.after(now.newest, gone, start), start)
        return Report(
            generation=published or now.live,
            published=published is not None,
            documents=len(new.entries),
            difference=difference(old, new),
            paths=paths,
            skipped=tuple(reading.skipped),
            remarks=tuple(reading.remarks),
            ignored=found.ignored,
            seconds=time.monotonic() - begun,
        )
