"""The file separate.txt of a corpus folder: releases that look like twins and are none, two ids a line."""

from pathlib import Path
from typing import Final

from search.errors import BadCorpus

NAME: Final = "separate.txt"


def read_separate(corpus: Path) -> frozenset[frozenset[str]]:
    """Return the pairs that are kept apart; none where there is no file. Raises BadCorpus with the line."""
    path = corpus / NAME
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        return frozenset()
    except (OSError, UnicodeDecodeError) as error:
        raise BadCorpus(f"{path} cannot be read ({error}); it is UTF-8 text, two ids a line") from None
    pairs = set()
    for number, line in enumerate(lines, 1):
        ids = line.partition("#")[0].split()
        if not ids:
            continue
        if len(ids) != 2 or ids[0] == ids[1]:
            raise BadCorpus(f"{path}:{number}: a line takes the ids of two releases with a blank between")
        pairs.add(frozenset(ids))
    return frozenset(pairs)
