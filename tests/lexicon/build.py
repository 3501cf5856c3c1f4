"""Build search/uzbek/data/lexicon_*.txt from two free dictionaries, voted and pruned; run by hand, output committed.

    python tests/lexicon/build.py ZIRHUZMORPH.whl UZBEK_LEMMATIZATION.whl UZBEK_MORPH.whl TEXT

TEXT is running Uzbek text, one paragraph a line: how often a word and its forms are met there decides what is pruned.
uzbek_morph may only confirm what another source has.
"""

import argparse
import re
import sys
import zipfile
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from search.uzbek import data_files, suffix_automaton, words  # noqa: E402
from search.uzbek.letters import VOWELS  # noqa: E402
from search.uzbek.normalizer import spelled  # noqa: E402
from search.uzbek.stem_alternation import stems  # noqa: E402

DATA = ROOT / "search" / "uzbek" / "data"
NOUN, VERB = suffix_automaton.NOUN, suffix_automaton.VERB
Entry = tuple[str, str]


def lines(wheel: Path, *endings: str) -> Iterator[tuple[str, str]]:
    """Yield (file name, line) of the text files of a wheel whose names end so."""
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.endswith(endings):
                for line in archive.read(name).decode("utf-8", "replace").splitlines():
                    yield name.rsplit("/", 1)[-1], line


LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzöğşçʼ")


def is_word(word: str) -> bool:
    return len(word) > 1 and LETTERS.issuperset(word)


def is_stem(entry: Entry) -> bool:
    """Say whether an entry may be a stem at all: no verb but de and ye is a consonant and a vowel."""
    word, kind = entry
    return kind == NOUN or len(word) > 2 or word[0] in VOWELS


def zirhuzmorph(wheel: Path) -> tuple[dict[Entry, int], dict[Entry, int]]:
    """Return its dictionary and its names, each entry with the number of forms its author met."""
    dictionary: dict[Entry, int] = {}
    names: dict[Entry, int] = {}
    for name, line in lines(wheel, "lexicon.tsv", "lexicon_ens.tsv", "lexicon_lugat.tsv"):
        word, kind, _, _, forms = [*line.split("\t"), "0", "0", "0", "0"][:5]
        entry = spelled(word), VERB if kind == "V" else NOUN
        target = names if name == "lexicon_ens.tsv" else dictionary
        target[entry] = max(target.get(entry, 0), int(forms or 0))
    return dictionary, names


def uzbek_lemmatization(wheel: Path) -> set[Entry]:
    found = set()
    for name, line in lines(wheel, ".txt"):
        if name.startswith(("mustaqil", "yordamchi", "oraliq")):
            word = line.strip().rstrip("\\")
            verb = name.endswith("fel.txt")
            word = word.removesuffix("moq") if verb else word
            word = spelled(word.replace("\\", ""))
            found.add((word, VERB if verb else NOUN))
    return found


def uzbek_morph(wheel: Path) -> set[Entry]:
    found = set()
    for _, line in lines(wheel, "uzbek_unified.txt"):
        lemma, _, tags = [*line.split("\t"), "", ""][:3]
        if tags.startswith("V"):
            found.add((spelled(lemma).removesuffix("moq"), VERB))
        else:
            found.add((spelled(lemma), NOUN))
    return found


def counts(text: Path) -> Counter[str]:
    types: Counter[str] = Counter()
    with text.open(encoding="utf-8") as source:
        for line in source:
            types.update(token.text for token in words(line) if not token.joined)
    keys: Counter[str] = Counter()
    for word, number in types.items():
        keys[spelled(word)] += number
    return keys


class Evidence:
    """How often words that begin so are met."""

    def __init__(self, frequency: Counter[str]) -> None:
        self.frequency = frequency
        self.words = sorted(frequency)

    def beginning(self, start: str) -> int:
        at = bisect_left(self.words, start)
        total = 0
        while at < len(self.words) and self.words[at].startswith(start):
            total += self.frequency[self.words[at]]
            at += 1
        return total


NOMINAL_ENDING = re.compile("(?:lar)?(?:i|si|im|imiz|ing|m|miz|yi)?(?:ni|ning|[gkq]a|da|dan|dagi|gaça)?")
VERBAL_ENDING = re.compile(
    "i?ş|i?ng|i?ngiz|(?:ma)?[gkq]an(?:i|da|dan|ga|lik)?|(?:ma)?di|[ay]di|maydi|i?b|moq|maslik|(?:a|y)?yotgan|[ay]digan|masdan|sa|sin|i?şi"
)

ALWAYS = frozenset({"ş", "iş", "moq", "gan", "kan", "qan"})


def is_inflected(entry: Entry, accepted: set[Entry], evidence: Evidence, *, strict: bool = False) -> bool:
    """Say whether an entry is a mere form of another one, with none of its own; if strict, whether it may be one."""
    word, kind = entry
    if kind == VERB:
        return False
    met = evidence.frequency[word]
    own = evidence.beginning(word + "lar") + (evidence.beginning(word + "si") if word[-1] in VOWELS else 0)
    for end in range(len(word) - 1, 1, -1):
        rest = word[end:]
        verbal, nominal = VERBAL_ENDING.fullmatch(rest), NOMINAL_ENDING.fullmatch(rest)
        for stem, _ in stems(word[:end], rest, VERB) if verbal else ():
            possible = suffix_automaton.cost(rest, word[end - 1], VERB) < suffix_automaton.IMPOSSIBLE
            if possible and (stem, VERB) in accepted and (strict or own <= 0.05 * met or rest in ALWAYS):
                return True
        for stem, _ in stems(word[:end], rest, NOUN) if nominal else ():
            possible = suffix_automaton.cost(rest, word[end - 1], NOUN) < suffix_automaton.IMPOSSIBLE
            if possible and (stem, NOUN) in accepted and (strict or own <= 0.03 * met):
                base = evidence.frequency[stem]
                if strict or len(rest) > 2 or base >= met * (0.05 if rest == "i" or len(rest) > 1 else 1):
                    return True
    return False


def is_alive(entry: Entry, evidence: Evidence) -> bool:
    """Say whether a headword of one source only is met often enough, in several forms, to be let in."""
    word, kind = entry
    if kind == VERB:
        return len(word) > 3 and len(verbal_forms(word, evidence)) >= 3
    forms = [
        word + ending for ending in ("lar", "ning", "ni", "ga", "ka", "qa", "da", "dan", "lari", "i", "si", "lik", "li")
    ]
    return len(word) > 3 and evidence.frequency[word] >= 5 and sum(form in evidence.frequency for form in forms) >= 3


def verbal_forms(word: str, evidence: Evidence) -> list[int]:
    link = "" if word[-1] in VOWELS else "i"
    forms = [word + link + ending for ending in ("b", "ş", "şi", "şni", "şga", "şdi")]
    forms += [word + ending for ending in ("gan", "kan", "qan", "moqda", "ganda", "sa", "may", "mas", "magan")]
    return [evidence.frequency[form] for form in forms if evidence.frequency[form]]


def is_met(word: str, kind: str, evidence: Evidence) -> bool:
    """Say whether a headword is alive in the news: met by itself or in forms that can be no other word's."""
    if kind == NOUN:
        forms = [word, word + "lar", word + "larni", word + "ning", word + "ni", word + "lari"]
        return sum(evidence.frequency[form] for form in forms) >= (3 if len(word) > 3 else 40)
    return sum(verbal_forms(word, evidence)) >= (4 if len(word) > 3 else 30)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("zirhuzmorph", "uzbek_lemmatization", "uzbek_morph", "text"):
        parser.add_argument(name, type=Path)
    args = parser.parse_args()
    evidence = Evidence(counts(args.text))
    dictionary, names = zirhuzmorph(args.zirhuzmorph)
    second, third = uzbek_lemmatization(args.uzbek_lemmatization), uzbek_morph(args.uzbek_morph)
    voted = {e for e in dictionary if e in second or e in third} | (second & third)
    voted |= {e for e in names if e in second}
    accepted = {e for e in voted if is_word(e[0]) and is_stem(e)}
    print(len(dictionary), len(names), len(second), len(third), len(accepted))
    alone = {
        e for e in (dictionary.keys() | names.keys() | second) - accepted if is_word(e[0]) and is_alive(e, evidence)
    }
    accepted |= {e for e in alone if not is_inflected(e, accepted | alone, evidence, strict=True)}
    own = {(word, NOUN) for word in data_files.entries("nominals.txt")}
    own |= {(word, VERB) for word in data_files.entries("verbs.txt")}
    accepted |= own
    pruned = {e for e in accepted - own if not is_inflected(e, accepted, evidence)}
    for kind, name in ((NOUN, "nominals"), (VERB, "verbs")):
        entries = sorted(word for word, its in pruned if its == kind)
        met = {word for word in entries if is_met(word, kind, evidence)}
        write(DATA / f"lexicon_{name}.txt", name, [word for word in entries if word in met])
        write(DATA / f"lexicon_{name}_rare.txt", f"rare {name}", [word for word in entries if word not in met])


def write(path: Path, kind: str, entries: Iterable[str]) -> None:
    entries = list(entries)
    head = f"""# Stems, {kind}: {len(entries)}, in the letters of key(). Made by tests/lexicon/build.py; do not edit.
# Headwords of ZirhUzMorph 0.1.1 (MIT; after the Explanatory Dictionary of Uzbek and the National Encyclopedia of
# Uzbekistan) and of uzbek_lemmatization 2 by M. Sharipov and O. Sobirov (MIT) that both have, or one of them with
# uzbek_morph 1.0.0 by U. Salaev (MIT), which only confirmed, or one of them and running text in several forms.
# Mere forms of other entries are left out; rare entries are those that running text hardly shows.
"""
    path.write_text(head + "\n".join(entries) + "\n", encoding="utf-8")
    print(path.name, len(entries))


if __name__ == "__main__":
    main()
