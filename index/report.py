"""The report of a run, as lines of text and as JSON."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

from index.lint import KINDS
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
        "kept": [{"path": file.path, "count": len(file.ids), "ids": list(file.ids)} for file in report.kept],
        "warnings": [
            {"kind": warning.kind, "path": warning.path, "line": warning.line, "text": warning.text}
            for warning in report.warnings
        ],
        "ignored": report.ignored,
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
    if report.ignored:
        yield f"{report.ignored:,} {_counted(report.ignored, 'file')} of another format ignored"
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


def listing(what: str, lines: list[str], *, everything: bool) -> Iterator[str]:
    """Give a list's lines, each after what it is; past the first few only how many more there are."""
    shown = lines if everything else lines[:MAX_LISTED]
    yield from (f"{what}: {line}" for line in shown)
    if len(lines) > len(shown):
        yield f"{what}: {len(lines) - len(shown):,} more; --verbose names all"


def generation_as_json(generation: Generation) -> dict[str, Any]:
    """Return a generation as one JSON object."""
    return asdict(generation) | {"built": generation.built.isoformat(timespec="seconds")}


def _kept_line(file: KeptReleases, *, verbose: bool) -> str:
    count = len(file.ids)
    ids = f": {', '.join(file.ids)}" if verbose else ""
    return f"{file.path}: {count:,} {_counted(count, 'release')} that what is broken there may stand for{ids}"


def _counted(count: int, noun: str) -> str:
    return noun if count == 1 else f"{noun}s"
