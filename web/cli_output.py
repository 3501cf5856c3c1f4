"""What izla-search prints of one text or one release: how the analyzer reads it, why it is found."""

from collections.abc import Iterator
from typing import Any

from search.analysis.analyzer import Analyzer
from search.answer import Explanation
from web.i18n.messages import catalog


def analysis(text: str, analyzer: Analyzer) -> list[dict[str, Any]]:
    """Return the terms of a text: offsets, position, key, lemmas and the rules and lines that gave them."""
    return [
        {
            "text": text[term.start : term.end],
            "start": term.start,
            "end": term.end,
            "position": term.position,
            "joined": term.joined,
            "key": term.exact,
            "lemmas": list(term.lemmas),
            "why": list(analyzer.why(text[term.start : term.end])),
        }
        for term in analyzer.analyze(text)
    ]


def analysis_lines(text: str, analyzer: Analyzer) -> Iterator[str]:
    """Yield the terms of a text as lines, each followed by the steps that gave its key and lemmas."""
    for term in analysis(text, analyzer):
        joined = "  (joined)" if term["joined"] else ""
        meant = ", ".join(term["lemmas"]) or "–"
        yield f"{term['start']}–{term['end']}  {term['text']}  at {term['position']}{joined}"
        yield f"    key {term['key']}, lemma {meant}"
        yield from (f"    {step}" for step in term["why"])


def explained(explanation: Explanation) -> dict[str, Any]:
    """Return an explanation as JSON-ready values."""
    return {
        "id": explanation.id,
        "found": explanation.score is not None,
        "score": explanation.score,
        "shares": [{"term": term, "share": share} for term, share in explanation.shares],
        "lacking": list(explanation.lacking),
        "filters": list(explanation.filters),
        "excluded": explanation.excluded,
    }


def explanation_lines(explanation: Explanation, lang: str) -> Iterator[str]:
    """Yield why a release has its score, or why it is not found, in a reader's language."""
    say = catalog(lang).text
    if explanation.score is None:
        yield f"{explanation.id}: {say('why-not')}"
    else:
        yield f"{explanation.id}: {explanation.score:.4f}"
    for term, share in explanation.shares:
        yield f"  {share:8.4f}  {term}"
    for term in explanation.lacking:
        yield f"  {say('why-lacking', word=term)}"
    for name in explanation.filters:
        yield f"  {say('why-filter', facet=say(f'facet-{name}'))}"
    if explanation.excluded:
        yield f"  {say('why-excluded')}"
