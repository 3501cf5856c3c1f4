"""One run: what is there, what changed in the corpus, and whether that goes live."""

import datetime as dt
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from index.baseline import Baseline
from index.corpus_reader import CorpusReader
from index.entries import EntryTable
from index.lint import LintWarning
from index.manifest import Difference, Manifest, difference
from index.progress import Progress
from index.readers import Skipped
from index.readers.walk import find_files
from index.run_request import (
    RunRequest,
    added_paths,
    corpus_paths,
    read_history,
    read_manifest,
    refuse_removals,
    rules_of,
    start_time,
    store_state,
)
from index.tagging.tagger import Tagger
from index.twins.merger import Merge
from index.twins.table import NO_TWINS
from index.unread import KeptReleases
from search.engine import Store
from search.errors import BadRelease
from search.generation import Generation


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did.

    `generation` is the live one afterwards and `published` says that this run made it; `documents` are the releases
    that the corpus gave, `merges` the groups of twins among them, and `difference` compares them with what was live
    before. `kept` are those that were not seen again and stay because of what is `skipped`. `passed` are records that
    are no releases for the index, with their reasons; `ignored` are the paths of files of no known format.
    `stages` says how many processor seconds each stage took, in all processes.
    """

    generation: Generation | None
    published: bool
    documents: int
    merges: tuple[Merge, ...]
    difference: Difference
    paths: tuple[str, ...]
    skipped: tuple[BadRelease, ...]
    kept: tuple[KeptReleases, ...]
    warnings: tuple[LintWarning, ...]
    passed: tuple[Skipped, ...]
    ignored: tuple[str, ...]
    seconds: float
    stages: Mapping[str, float]


def run(
    store: Store,
    tagger: Tagger,
    request: RunRequest,
    *,
    default: Path,
    today: dt.date,
    progress: Progress,
    origin: Store | None = None,
) -> Report:
    """Read what changed and publish it; whatever fails, the live generation stays.

    `default` is the corpus when no path was ever given. A store without any generation goes on from what `origin`
    holds, that of another engine: its paths, its rules, and when its releases were first seen. Nothing is published
    when nothing changed or nothing is usable.
    Raises BadCorpus, WriterBusy, RemovalRefused, IndexDamaged, and BadRelease when the request is strict.
    """
    clock_start = time.monotonic()
    while True:
        state = store_state(store, full=request.full)
        base = None if request.full else state.live
        before, newest = store, state.newest
        if newest is None and origin is not None:
            before, newest = origin, store_state(origin).newest
        adding = bool(request.add) and base is not None and base == newest
        paths = corpus_paths(request, newest, default)
        files = find_files(added_paths(request) if adding else paths)
        live = read_manifest(before, newest, request)
        drafted = live if base == newest else read_manifest(store, base, request)
        if drafted is not live:
            live = replace(live, twins=NO_TWINS)  # which only those of a draft are asked for
        history = read_history(before, newest)
        rules = rules_of(request, live, today, tagger.corpus)
        said = (rules.mapping, rules.include_future, rules.keep_foreign)
        reread = (drafted.mapping, drafted.include_future, drafted.keep_foreign) != said
        baseline = Baseline(drafted, live, start_time(newest), reread=reread)
        kept = drafted.entries.outside({file.path for file in files.files}) if adding else EntryTable()
        samples = any(file.sample for file in files.files) or kept.has_samples()
        with store.begin(base, samples=samples, paths=paths) as draft:
            if store_state(store, full=request.full) != state:
                continue  # another run published while this one waited for the lock
            progress.start(sum(file.size for file in files.files))
            reader = CorpusReader(baseline, tagger, rules, progress, checksum=request.checksum, strict=request.strict)
            corpus = reader.read_into(draft, files, kept=kept, keep_unread=adding)
            elsewhere = drafted.faults_outside({file.path for file in files.files}) if adding else {}
            manifest = Manifest(
                paths,
                corpus.entries,
                elsewhere | corpus.faults,
                rules.mapping,
                rules.include_future,
                corpus.merges,
                corpus.twins,
                corpus.separate,
                rules.keep_foreign,
            )
            since_live = difference(live, manifest)
            if manifest.entries and not request.allow_removals:
                lost = tuple(name for name in since_live.removed if name not in manifest.heirs)
                refuse_removals(lost, of=len(live.documents))
            change = since_live if drafted is live else difference(drafted, manifest)
            same = not (change.added or change.changed or change.removed)
            published = None
            as_before = base and same and not reread and (base.paths, base.samples) == (paths, samples)
            if manifest.entries and not as_before:
                draft.remove(change.removed)
                progress.announce(f"Writing the index of {len(manifest.documents):,} releases")
                with draft.stages.timed("verify"):
                    draft.verify()
                with draft.stages.timed("publish"):
                    published = draft.publish(
                        manifest.to_json(),
                        history.after(newest, since_live.removed, baseline.started, manifest.heirs),
                        baseline.started,
                    )
        return Report(
            generation=published or state.live,
            published=published is not None,
            documents=len(manifest.documents),
            merges=tuple(manifest.merges.values()),
            difference=since_live,
            paths=paths,
            skipped=corpus.skipped,
            kept=corpus.kept,
            warnings=corpus.warnings,
            passed=corpus.passed,
            ignored=files.ignored,
            seconds=time.monotonic() - clock_start,
            stages=draft.stages.seconds,
        )
