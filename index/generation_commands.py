"""The commands that look at the generations of an index: list them, verify the live one, go back to the one before."""

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from index.report import generation_as_json
from search.engine import Store
from search.engines import open_store
from search.errors import IndexUnavailable
from search.generation import Generation
from search.settings import Settings


def generation_command(name: str, arguments: Sequence[str]) -> None:
    """Run the command of that name in GENERATION_COMMANDS; raises IndexUnavailable and IndexDamaged."""
    command = GENERATION_COMMANDS[name]
    parser = argparse.ArgumentParser(f"izla-reindex {name}", description=command.__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    command(open_store(Settings.read()), options.json)


def _status(store: Store, as_object: bool) -> None:
    """List the generations, newest first."""
    live = store.live()
    generations = store.list()
    if as_object:
        rows = [generation_as_json(generation) | {"live": generation == live} for generation in generations]
        print(json.dumps({"live": live.id if live else None, "generations": rows}, ensure_ascii=False))
    else:
        for generation in generations:
            _print_generation(generation, live)
    if live is None:
        raise IndexUnavailable("no generation of this version is live" if generations else "there is no index yet")


def _print_generation(generation: Generation, live: Generation | None) -> None:
    if generation == live:
        state = "live"
    else:
        state = "kept" if live and generation.fingerprint == live.fingerprint else "other version"
    samples = "  (samples)" if generation.samples else ""
    print(f"{generation.id}  {state}  {generation.built:%Y-%m-%d %H:%M}  {generation.documents:,} releases{samples}")
    print(*(f"    {path}" for path in generation.paths), sep="\n")


def _verify(store: Store, as_object: bool) -> None:
    """Compare the files of the live generation with what was published."""
    live = store.live()
    if live is None:
        raise IndexUnavailable("no generation of this version is live")
    store.check(live)
    if as_object:
        print(json.dumps(generation_as_json(live) | {"sound": True}, ensure_ascii=False))
    else:
        print(f"{live.id} is what was published: {live.documents:,} releases")


def _roll_back(store: Store, as_object: bool) -> None:
    """Make the generation before the live one live again."""
    live = store.roll_back()
    print(json.dumps(generation_as_json(live), ensure_ascii=False) if as_object else f"Live: {live.id}")


GENERATION_COMMANDS: Final[Mapping[str, Callable[[Store, bool], None]]] = {
    "status": _status,
    "verify": _verify,
    "rollback": _roll_back,
}
