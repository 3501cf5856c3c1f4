"""./dev bench-analyzers [--shared FOLDER] [--json FILE]: how well each analyzer joins the forms of a word."""

import argparse
import json
import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from search.settings import ROOT
from tests.bench.errors import BenchError

HOME: Final = ROOT / "var" / "bench" / "analyzers"
PACKAGES: Final = ("zirhuzmorph==0.1.1", "UzMorphAnalyser==0.0.22", "snowballstemmer==3.1.1", "setuptools<81")
MARKS: Final = ("u02bb", "ascii", "u2018")  # how the words' apostrophes are written; each peer is given its best
GOLDS: Final = {"UD": "ud-ut,ud-tuecl", "UniMorph": "unimorph"}


@dataclass(frozen=True, slots=True)
class Analyzer:
    """An analyzer: its name and version, where its function is, and whether it lives in the peers' environment."""

    name: str
    function: str
    peer: bool = True


ANALYZERS: Final = (
    Analyzer("Izla", "search.uzbek:lemmas", peer=False),
    Analyzer("ZirhUzMorph 0.1.1", "peers:zirhuzmorph"),
    Analyzer("UzMorphAnalyser 0.0.22", "peers:uzmorphanalyser"),
    Analyzer("Snowball Turkish 3.1.1", "peers:turkish"),
)


def main() -> int:
    """Measure every analyzer on every gold and print the README's table."""
    parser = argparse.ArgumentParser("./dev bench-analyzers", description=main.__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder of the gold and its tool")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    wanted = parser.parse_args()
    try:
        figures = measure(wanted.shared)
    except (BenchError, OSError, subprocess.CalledProcessError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    print(*table(figures), sep="\n")
    if wanted.json:
        wanted.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return 0


def measure(shared: Path) -> dict[str, dict[str, Any]]:
    """Return the figures by analyzer and gold, those of the marks with the best F1."""
    tool, gold = shared / "tools" / "conflation.py", shared / "data" / "conflation_dev.tsv"
    for path in (tool, gold):
        if not path.is_file():
            raise BenchError(f"{path} is not there; name the folder of the gold with --shared")
    python = _environment()
    found: dict[str, dict[str, Any]] = {}
    for analyzer in ANALYZERS:
        command = [str(python) if analyzer.peer else sys.executable, str(tool), str(gold), analyzer.function]
        path = Path(__file__).parent if analyzer.peer else ROOT
        for name, sources in GOLDS.items():
            runs = [_run([*command, "--source", sources, "--marks", marks], path) for marks in MARKS]
            found.setdefault(analyzer.name, {})[name] = max(runs, key=lambda run: float(run["f1"]))
            print(f"{analyzer.name}, {name}: F1 {found[analyzer.name][name]['f1']}", file=sys.stderr)
    return found


def table(figures: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Yield the table of the README, the best analyzer of the first gold first."""
    yield "| analyzer | UD P / R / F1 | UD B3 F1 | UD lemma match | UniMorph F1 | new words a second |"
    yield "|---|---|---|---|---|---|"
    for name, own in sorted(figures.items(), key=lambda row: -row[1]["UD"]["f1"]):
        ud, unimorph = own["UD"], own["UniMorph"]
        yield (
            f"| {name} | {ud['precision']:.3f} / {ud['recall']:.3f} / {ud['f1']:.3f} | {ud['b3_f1']:.3f} | "
            f"{ud['lemma_match']:.3f} | {unimorph['f1']:.3f} | {ud['words_per_s']:,} |"
        )


def _environment() -> Path:
    """Return the Python of the peers' environment, made when it is not there."""
    python = HOME / "bin" / "python"
    stamp = HOME / "installed.txt"
    if not stamp.is_file() or stamp.read_text(encoding="utf-8").split() != list(PACKAGES):
        venv.create(HOME, with_pip=True, clear=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES], check=True
        )
        stamp.write_text("\n".join(PACKAGES), encoding="utf-8")
    return python


def _run(command: list[str], path: Path) -> dict[str, Any]:
    """Run the tool from a folder that its function is imported from; what it prints is JSON."""
    done = subprocess.run(
        command, cwd=path, env=os.environ | {"PYTHONPATH": str(path)}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BenchError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()[-300:]}")
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


if __name__ == "__main__":
    sys.exit(main())
