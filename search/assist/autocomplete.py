"""Autocomplete: completions of what is typed, from the terms of the index, phrases of its titles, and titles."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, islice
from typing import Final

from search.analysis.analyzer import Analyzer
from search.analysis.fields import EXACT, LEMMA
from search.answer import Completion
from search.assist.name_completions import NameCompletions
from search.assist.written_forms import WrittenForms, standard_spelling
from search.deadline import Deadline
from search.engine import Snapshot, Vocabulary
from search.facets.selection import NO_FILTERS
from search.query_language.compiler import compile_tree
from search.query_language.parser import And, Node, Prefix, Word
from search.query_language.synonyms import Synonyms
from search.query_language.term_expansion import terms_beginning
from search.uzbek import (
    is_initial,
    script_of,
    skeleton,
    standard_marks,
    stop_words,
    to_cyrillic,
    to_latin,
    words,
)
from search.uzbek.lemmatizer import guessed
from search.uzbek.suffix_automaton import NOUN, VERB

SHORTEST: Final = 2  # letters of a first word; behind other words one will do
_TITLES: Final = 100  # newest titles that phrases are taken from
_FURTHER: Final = 2  # words that a phrase goes on for after the one being typed
_OFTEN: Final = 2  # titles that make a phrase
_WHOLE: Final = 2  # titles offered as they are
_WORDS: Final = 12  # words that a last one is tried as behind others
_RARER: Final = 4  # a lemma that is so many times rarer than a form of it is not what people write: saqla, saqlash
_LONGEST: Final = 100  # code points of a title that is offered
_CASE: Final = re.compile(r"(?:ning|ni|[gkq]a|gaça|da|dan|dagi|niki)$")
_STEMS: Final = 400  # written forms that a beginning is looked up in, the most frequent first


@dataclass(frozen=True, slots=True)
class _Title:
    """A title: the id of its release, its text, whether that is Uzbek, and its words as (key, start, end)."""

    id: str
    text: str
    is_uzbek: bool
    words: tuple[tuple[str, int, int], ...]


def complete(
    typed: str,
    limit: int,
    snapshot: Snapshot,
    synonyms: Synonyms,
    analyzer: Analyzer,
    deadline: Deadline,
    count: Callable[[str], int],
    names: NameCompletions,
    written: WrittenForms,
) -> tuple[Completion, ...]:
    """Return at most `limit` completions, in the script that was typed, but for titles in another language than Uzbek.

    Raises TooSlow at the deadline.

    The last word is taken as a beginning. Names of offices and the like come first, then words, then phrases (behind
    other words the other way round), then titles; all say how many releases they find, by `count`, as a search for them
    would. What is shown is `written` so in releases, never a key.
    """
    tokens = [token.text for token in words(typed) if not token.joined]
    if not tokens or (len(tokens) == 1 and len(tokens[0]) < SHORTEST):
        return ()
    vocabulary, script = snapshot.vocabulary, script_of(typed)
    named = names.complete(typed)
    titles = _titles(tokens, snapshot, synonyms, analyzer, deadline)
    head = _latin(" ".join(tokens[:-1]))
    phrases = _phrases(titles, tokens[:-1], frozenset(terms_beginning(tokens[-1], vocabulary, analyzer)), analyzer)
    wide = to_cyrillic if script == "cyrl" else _latin
    single = (
        _as_typed(tokens[-1], text)
        for form in _words_from(vocabulary, tokens[-1], _WORDS if head else limit, analyzer)
        if analyzer.key(text := written.of(form, script, snapshot, deadline)) == form
    )
    before = f"{wide(head)} " if head else ""
    behind = (f"{before}{word}" for word in single)
    further = (_first_as_typed(tokens[0], wide(phrase)) for phrase in phrases)
    texts = chain(further, behind) if head else chain(behind, further)
    counted = ((text, count(text)) for text in _different(texts, analyzer))
    room = max(limit - 1 - len(named), 1)
    completions = islice((Completion(text, number) for text, number in counted if number), room)
    short = [title for title in titles if len(title.text) <= _LONGEST][: min(_WHOLE, limit)]
    whole = [Completion(wide(title.text) if title.is_uzbek else title.text, 1, title.id) for title in short]
    shown = [replace(each, text=wide(each.text)) for each in named]
    return (*shown, *completions, *whole)[:limit]


def _first_as_typed(typed: str, text: str) -> str:
    """Return a text whose first letter has the case of what was typed."""
    return (text[:1].upper() if typed[:1].isupper() else text[:1].lower()) + text[1:]


def _as_typed(typed: str, written: str) -> str:
    """Return a word in the case in which it was begun; an acronym stays one."""
    if written.isupper() and len(written) > 1:
        return written
    if typed.isupper() and len(typed) > 1:
        return written.upper()
    return written[:1].upper() + written[1:] if typed[:1].isupper() else written


def _different(texts: Iterable[str], analyzer: Analyzer) -> Iterator[str]:
    """Yield the texts that find something else than those before: whose words have other lemmas."""
    seen = set()
    for text in texts:
        sense = tuple(skeleton(analyzer.lemmas(token.text)[0]) for token in words(text) if not token.joined)
        if sense not in seen:
            seen.add(sense)
            yield text


def _words_from(vocabulary: Vocabulary, start: str, limit: int, analyzer: Analyzer) -> Iterator[str]:
    """Yield the most frequent words that begin so: the lemma where releases write it, else a written form of it.

    Of a verb a far more frequent form, since hardly anyone writes its stem; one with a case ending gives way to others.
    """
    terms = terms_beginning(start, vocabulary, analyzer)
    forms = Counter({form: vocabulary.frequency(EXACT, form) for form in terms})
    by_lemma: dict[str, list[str]] = {}
    for form, _ in forms.most_common(_STEMS):
        if form[0].isalpha() and not is_initial(form):
            by_lemma.setdefault(analyzer.lemmas(form)[0], []).append(form)
    weights = Counter({lemma: vocabulary.frequency(LEMMA, lemma) for lemma in by_lemma})
    for lemma, _ in islice(((lemma, n) for lemma, n in weights.most_common() if lemma not in stop_words()), limit):
        nominative = [form for form in by_lemma[lemma] if not _is_oblique(form, analyzer)] or by_lemma[lemma]
        form = nominative[0]
        if form not in stop_words():
            least = forms[form] / _RARER if _is_verb(form, analyzer) else 1
            yield lemma if forms[lemma] >= max(least, 1) else form


def _is_oblique(form: str, analyzer: Analyzer) -> bool:
    """Say whether a written form ends in a case."""
    analysis = analyzer.lemmatizer.known(form) or guessed(form)
    return analysis is not None and analysis.kind == NOUN and bool(_CASE.search(analysis.endings))


def _is_verb(form: str, analyzer: Analyzer) -> bool:
    analysis = analyzer.lemmatizer.known(form)
    return analysis is not None and analysis.kind == VERB


def _titles(
    tokens: Sequence[str], snapshot: Snapshot, synonyms: Synonyms, analyzer: Analyzer, deadline: Deadline
) -> list[_Title]:
    """Return the newest titles that hold the typed words, the last one as a beginning."""
    parts: tuple[Node, ...] = (*(Word(token, (), True) for token in tokens[:-1]), Prefix(tokens[-1], True))
    plan = compile_tree(And(parts), snapshot.vocabulary, synonyms, analyzer, deadline).plan()
    newest = snapshot.match(plan, deadline).rank(NO_FILTERS, "-date", 0, _TITLES)
    releases = (highlighted.release for highlighted in snapshot.fetch([ranked.ref for ranked in newest]))
    return [
        _Title(release.id, release.title, release.is_uzbek, _words_of(release.title, analyzer)) for release in releases
    ]


def _words_of(title: str, analyzer: Analyzer) -> tuple[tuple[str, int, int], ...]:
    return tuple((analyzer.key(text), start, end) for text, start, end in _tokens_of(title))


@lru_cache(maxsize=4_096)
def _tokens_of(title: str) -> tuple[tuple[str, int, int], ...]:
    """Return the words of a title as written; the newest titles are looked at with every letter that is typed."""
    return tuple((token.text, token.start, token.end) for token in words(title) if not token.joined)


def _phrases(titles: Sequence[_Title], head: Sequence[str], last: frozenset[str], analyzer: Analyzer) -> list[str]:
    """Return the phrases of titles that go on from the typed words, those of most titles first.

    `head` are the words before the one being typed, `last` what that one may be. A phrase that always goes on is
    offered whole only.
    """
    counts: Counter[tuple[str, ...]] = Counter()
    written: dict[tuple[str, ...], str] = {}
    for title in titles:
        keys = [word for word, _, _ in title.words]
        for at in range(len(keys) - len(head)):
            end = at + len(head)
            if not (_same(keys[at:end], head, analyzer) and keys[end] in last):
                continue
            for stop in range(end, min(end + _FURTHER, len(keys) - 1) + 1):
                between = title.text[title.words[at][1] : title.words[stop][2]]
                if stop > end and not _is_one_run(between):
                    break
                if keys[stop] not in stop_words() and (stop > end or head):
                    phrase = tuple(keys[at : stop + 1])
                    counts[phrase] += 1
                    written.setdefault(phrase, between)
            break
    often = {phrase: count for phrase, count in counts.items() if count >= _OFTEN}
    whole = {phrase for phrase, count in often.items() if not any(_goes_on(phrase, other, often) for other in often)}
    return [written[phrase] for phrase in sorted(whole, key=lambda phrase: (-often[phrase], phrase))]


def _same(keys: Sequence[str], typed: Sequence[str], analyzer: Analyzer) -> bool:
    key, lemmas = analyzer.key, analyzer.lemmas
    return all(
        skeleton(own) == skeleton(key(word)) or lemmas(own)[0] == lemmas(word)[0]
        for own, word in zip(keys, typed, strict=True)
    )


def _latin(text: str) -> str:
    return standard_spelling(to_latin(text))


def _goes_on(phrase: tuple[str, ...], other: tuple[str, ...], counts: dict[tuple[str, ...], int]) -> bool:
    return len(other) > len(phrase) and other[: len(phrase)] == phrase and counts[other] == counts[phrase]


def _is_one_run(text: str) -> bool:
    """Whether nothing but spaces, hyphens and apostrophes stands between the words of a text."""
    return all(c.isalnum() or c in " -ʻʼ" for c in standard_marks(text))
