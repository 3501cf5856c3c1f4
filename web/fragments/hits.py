"""Hits as HTML: the items of a list of results."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from markupsafe import Markup, escape

from web.fragments.numbers import said_html
from web.i18n.messages import Messages
from web.presenters.result_card import Card, Facts

Say = Callable[[str], str]
_HEAD: Final = '<div><dt class="sr">'


def hits_html(cards: Iterable[Card], level: str, messages: Messages, *, brief: bool = False) -> Markup:
    """Return hits as items of a list, their titles as headings of a `level`; `brief` without text and sectors."""
    sectors: dict[tuple[str, str | None], str] = {}  # hits of one page share most of theirs
    say = partial(said_html, messages)
    items = "".join([_hit(card, level, say, sectors, brief=brief) for card in cards])
    return Markup(items)  # noqa: S704  # every text in it is escaped


def _hit(card: Card, level: str, say: Say, sectors: dict[tuple[str, str | None], str], *, brief: bool) -> str:
    external = ' rel="external"' if card.read_here else ""
    text = f'<p lang="{escape(card.text_lang)}">{card.text}</p>\n' if card.text and not brief else ""
    explanation = _explanation(card, say) if card.explanation else ""
    title = f'<a href="{escape(card.url)}"{external}>{card.title}</a>'
    facts = _facts(card.facts, card.read_here, say, sectors, brief=brief)
    return (
        f'<li><article><{level} lang="{escape(card.title_lang)}">{title}</{level}>\n{text}{facts}\n'
        f"{explanation}</article></li>\n"
    )


def _facts(
    facts: Facts,
    read_here: str | None,
    say: Say,
    sectors: dict[tuple[str, str | None], str],
    *,
    brief: bool,
) -> str:
    day: str = escape(facts.date)
    day = f'<time datetime="{facts.iso_date}">{day}</time>' if facts.iso_date else day
    derived = f" <small>({say('date-dateline')})</small>" if facts.date_derived else ""
    rows = [f'<dl class="meta">\n{_HEAD}{say("facet-date")}</dt><dd>{day}{derived}</dd></div>\n']
    if facts.source:
        source = escape(facts.source)
        shown = f'<a href="{escape(facts.source_page)}">{source}</a>' if facts.source_page else source
        rows.append(f"{_HEAD}{say('facet-source')}</dt><dd>{shown}</dd></div>\n")
    if facts.sectors and not brief:
        named = "".join([sectors.get(pair) or sectors.setdefault(pair, _sector(*pair)) for pair in facts.sectors])
        rows.append(f"{_HEAD}{say('facet-sector')}</dt>{named}</div>\n")
    if read_here:
        here = f'<a href="{escape(read_here)}">{say("read-here")}</a>'
        rows.append(f"{_HEAD}Izla</dt><dd>{here}</dd></div>\n")
    return f"{''.join(rows)}</dl>\n"


def _sector(label: str, url: str | None) -> str:
    name = escape(label)
    return f'<dd><a href="{escape(url)}" rel="nofollow">{name}</a></dd>' if url else f"<dd>{name}</dd>"


def _explanation(card: Card, say: Say) -> str:
    shares = "".join([f" · {escape(term)} {share:.3f}" for term, share in card.explanation])
    return f'<p class="read">{say("score")} {card.score or 0:.3f}{shares}</p>\n'
