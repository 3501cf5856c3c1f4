"""The report of a run, as lines of text and as JSON."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final

from index.lint import KINDS
from index.readers import INSTEAD, Skipped, suffix_of
from index.run import Report
from index.unread import KeptReleases
from search.generation import Generation

MAX_LISTED: Final = 20  # lines of a list that are printed when not all are asked for


def as_json(report: Report) -> dict[str, Any]:
    """Return the report as one JSON object."""
    change = report.difference
    return {
        "generation": report.generation.id if report.generation else None,
        "published": report.published,
        "documents": report.documents,
        "added": len(change.added),
        "changed": len(change.changed),
        "removed": len(change.removed),
        "same": len(change.same),
        "skipped": [{"path": fault.path, "line": fault.line, "reason": fault.reason} for fault in report.skipped],
        "merged": [list(merge.ids) for merge in report.merges if len(merge.ids) > 1],
        "kept": [{"path": file.path, "count": len(file.ids), "ids": list(file.ids)} for file in report.kept],
        "warnings": [
            {"kind": warning.kind, "path": warning.path, "line": warning.line, "text": warning.text}
            for warning in report.warnings
        ],
        "passed": [
            {"path": one.path, "line": one.line, "place": one.place, "reason": one.reason} for one in report.passed
        ],
        "ignored": list(report.ignored),
        "paths": list(report.paths),
        "seconds": round(report.seconds, 3),
        "stages": {stage: round(seconds, 4) for stage, seconds in report.stages.items()},
    }


def as_text(report: Report, *, verbose: bool) -> Iterator[str]:
    """Give the lines of the report; `verbose` names every warning and everything skipped or kept."""
    change = report.difference
    yield from listing("skipped", [str(fault) for fault in report.skipped], everything=verbose)
    yield from listing("kept", [_kept_line(file, verbose=verbose) for file in report.kept], everything=verbose)
    if verbose:
        yield from listing("warning", [str(warning) for warning in report.warnings], everything=True)
    for kind, count in sorted(Counter(warning.kind for warning in report.warnings).items()):
        yield f"{count:,} {_counted(count, 'warning')} of {kind}: {KINDS[kind]}"
    for reason, count in sorted(Counter(one.reason for one in report.passed).items()):
        yield f"{count:,} {_counted(count, 'record')} passed over: {reason}"
    if verbose:
        yield from listing("passed over", [_passed_line(one) for one in report.passed], everything=True)
        yield from listing("ignored", list(report.ignored), everything=True)
    yield from ignored_lines(report.ignored)
    copies = sum(len(merge.ids) - 1 for merge in report.merges)
    if copies:
        listed = [f"{merge.ids[0]} = {', '.join(merge.ids[1:])}" for merge in report.merges if len(merge.ids) > 1]
        yield from listing("merged", listed, everything=verbose)
        yield f"{copies:,} {_counted(copies, 'release')} merged into others that say the same; separate.txt undoes it"
    if not report.documents:
        yield f"Nothing usable in {', '.join(report.paths)}; what is live stays."
        return
    kept = sum(len(file.ids) for file in report.kept)
    yield (
        f"{report.documents:,} {_counted(report.documents, 'release')}: {len(change.added):,} added, "
        f"{len(change.changed):,} changed, {len(change.removed):,} removed, {len(change.same):,} the same; "
        f"{len(report.skipped):,} skipped{f', {kept:,} kept' if kept else ''}; {report.seconds:,.1f} s"
    )
    if not report.published:
        yield "Nothing changed; what is live stays."
    elif report.generation:
        yield f"Live: {report.generation.id}"


def ignored_lines(paths: Sequence[str]) -> Iterator[str]:
    """Give a line for each ending of files that are not read, with what to do instead where that is known."""
    for suffix, count in sorted(Counter(suffix_of(path) for path in paths).items()):
        named = f"{count:,} {_counted(count, 'file')} {f'of {suffix}' if suffix else 'without an ending'} not read"
        yield f"{named}: {INSTEAD[suffix]}" if suffix in INSTEAD else named


def listing(what: str, lines: list[str], *, everything: bool) -> Iterator[str]:
    """Give a list's lines, each after what it is; past the first few only how many more there are."""
    shown = lines if everything else lines[:MAX_LISTED]
    yield from (f"{what}: {line}" for line in shown)
    if len(lines) > len(shown):
        yield f"{what}: {len(lines) - len(shown):,} more; --verbose names all"


def generation_as_json(generation: Generation) -> dict[str, Any]:
    """Return a generation as one JSON object."""
    values = asdict(generation) | {"built": generation.built.isoformat(timespec="seconds")}
    return {name: value for name, value in values.items() if name != "withdrawn"}


def _passed_line(one: Skipped) -> str:
    where = f"{one.path}:{one.line}" if one.line else one.path
    return f"{where}{f' ({one.place})' if one.place and one.line else ''}: {one.reason}"


def _kept_line(file: KeptReleases, *, verbose: bool) -> str:
    count = len(file.ids)
    ids = f": {', '.join(file.ids)}" if verbose else ""
    return f"{file.path}: {count:,} {_counted(count, 'release')} that what is broken there may stand for{ids}"


def _counted(count: int, noun: str) -> str:
    return noun if count == 1 else f"{noun}s"
