"""The user dictionary: names and words of a site that the analyzer would otherwise get wrong."""

from pathlib import Path

from search.analysis.analyzer import Analyzer
from search.corpus_tables import WORDS, table_file
from search.errors import BadCorpus
from search.uzbek import key
from search.uzbek.lemmatizer import Lemmatizer
from search.uzbek.lexicon import Lexicon, UserDictionary


def read_words(corpus: Path) -> UserDictionary:
    """Read `words.txt` of a corpus folder; none without one. Raises BadCorpus naming the line.

    A line is a word that takes endings (a name, say), or a form and, after `=`, the lemma it is to have (two for a
    homograph, separated by a comma); `#` opens a comment.
    """
    path = table_file(corpus, WORDS)
    try:
        written = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return UserDictionary()
    except (OSError, UnicodeDecodeError) as error:
        raise BadCorpus(f"{path} cannot be read: {error}") from None
    stems, forms, lines = set(), {}, {}
    for number, line in enumerate(written, 1):
        entry = line.split("#", 1)[0].strip()
        if not entry:
            continue
        form, equals, meant = entry.partition("=")
        form_key = key(form.strip())
        lemmas = tuple(filter(None, (key(lemma.strip()) for lemma in meant.split(","))))
        one = len(form.split()) == 1 and any(map(str.isalnum, form_key))
        if not one or form_key in lines or "=" in meant or (equals and not lemmas):
            raise BadCorpus(
                f"{path}:{number}: a line is one word, or a form = its lemma, and no word comes twice: {entry!r}"
            )
        lines[form_key] = number
        if equals:
            forms[form_key] = lemmas
        else:
            stems.add(form_key)
    return UserDictionary(frozenset(stems), forms, lines)


def read_analyzer(corpus: Path) -> Analyzer:
    """Return a new analyzer that knows the words of a corpus folder; raises as `read_words`."""
    return make_analyzer(read_words(corpus))


def make_analyzer(words: UserDictionary) -> Analyzer:
    """Return a new analyzer that knows these words, and nothing of another's."""
    return Analyzer(Lemmatizer(Lexicon(words)))
