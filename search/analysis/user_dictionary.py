"""A site's own words: `words.txt` of the corpus, for names and words that the analyzer would otherwise get wrong."""

from pathlib import Path
from typing import Final

from search.analysis import chunks
from search.errors import BadCorpus
from search.settings import table_file
from search.uzbek import forget, key, lexicon
from search.uzbek.lexicon import SiteWords

FILE: Final = "words.txt"


def read_words(corpus: Path) -> SiteWords:
    """Read `words.txt` of a corpus folder; none without one. Raises BadCorpus naming the line.

    A line is a word that takes endings (a name, say), or a form and, after `=`, the lemma it is to have (two for a
    homograph, separated by a comma); `#` opens a comment.
    """
    path = table_file(corpus, FILE)
    try:
        written = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return SiteWords()
    except (OSError, UnicodeDecodeError) as error:
        raise BadCorpus(f"{path} cannot be read: {error}") from None
    stems, whole, lines = set(), {}, {}
    for number, line in enumerate(written, 1):
        entry = line.split("#", 1)[0].strip()
        if not entry:
            continue
        form, equals, meant = entry.partition("=")
        known = key(form.strip())
        found = tuple(filter(None, (key(lemma.strip()) for lemma in meant.split(","))))
        one = len(form.split()) == 1 and any(map(str.isalnum, known))
        if not one or known in lines or "=" in meant or (equals and not found):
            raise BadCorpus(
                f"{path}:{number}: a line is one word, or a form = its lemma, and no word comes twice: {entry!r}"
            )
        lines[known] = number
        if equals:
            whole[known] = found
        else:
            stems.add(known)
    return SiteWords(frozenset(stems), whole, lines)


def use(words: SiteWords) -> None:
    """Have the analyzer of this process know a site's words from now on, and nothing of another's."""
    if words != lexicon.site():
        lexicon.take(words)
        forget()
        chunks.forget()
