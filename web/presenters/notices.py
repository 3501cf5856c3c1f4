"""Notices on the page of results: how the query was read, parameters that were ignored, ways out of no results."""

from dataclasses import dataclass

from markupsafe import Markup

from search.answer import Answer, Unread
from search.query import ONLY, Query
from web.i18n.labels import Labels
from web.i18n.messages import Messages
from web.parameters.table import Fault, Parameters
from web.parameters.types import nearest
from web.urls import Links


@dataclass(frozen=True, slots=True)
class WayOut:
    """A query that finds something, in words."""

    label: str
    count: int
    url: str


def interpretation(answer: Answer, labels: Labels, links: Links) -> list[Markup]:
    """Return how the words were read, one sentence each, nothing when they were read as typed."""
    understanding, messages = answer.understanding, labels.messages
    notices = []
    if answer.meant:
        link = Markup('<a href="{}" rel="nofollow">{}</a>').format(links.page(answer.meant.query), answer.meant.query.q)
        notices.append(messages.html("meant", link=link, n=answer.meant.count))
    if answer.corrected:
        link = Markup('<a href="{}" rel="nofollow">{}</a>').format(
            links.page(answer.corrected), messages.text("corrected-link", words=answer.corrected.q)
        )
        notices.append(
            messages.html("corrected", typed=answer.corrected.q, words=answer.query.q, link=link),
        )
    if answer.reading:
        reading, words = labels.refinement(answer.reading.read), answer.reading.words
        link = Markup('<a href="{}" rel="nofollow">{}</a>').format(
            links.page(words.query), messages.text("read-words", n=words.count)
        )
        notices.append(messages.html("read-as-filter", words=words.query.q, filters=reading, link=link))
    notices += [
        messages.html("read-nothing", filters=labels.refinement(refinement))
        for refinement in answer.refinements
        if not refinement.count
    ]
    if understanding.script in ("cyrl", "mixed") and understanding.read_as:
        notices.append(messages.html(f"read-{understanding.script}", words=understanding.read_as))
    notices += [_unread(each, labels) for each in understanding.unread]
    notices += [messages.html(f"repair-{name}") for name in understanding.repairs]
    notices += [
        messages.html(f"reached-{variant.how}", typed=variant.typed, words=", ".join(variant.words))
        for variant in understanding.reached
    ]
    if understanding.unheld:
        notices.append(messages.html("unheld", words=", ".join(understanding.unheld)))
    if answer.query.partial == ONLY:
        link = Markup('<a href="{}" rel="nofollow">{}</a>').format(
            links.page(answer.query.with_(partial=None)), messages.text("all-words")
        )
        notices.append(messages.html("only-partial", of=understanding.of, link=link))
    elif understanding.matching == "relaxed":
        notices.append(messages.html("relaxed", required=understanding.required, of=understanding.of))
    if understanding.only_stop_words:
        notices.append(messages.html("stop-words"))
    if answer.unquoted:
        link = Markup('<a href="{}">{}</a>').format(links.page(answer.unquoted.query), messages.text("inflected-link"))
        notices.append(messages.html("inflected", n=answer.unquoted.count, link=link))
    if answer.left_out:
        notices.append(messages.html("left-out"))
    return notices


def _unread(unread: Unread, labels: Labels) -> Markup:
    """Return that a filter among the words could be none, with the value that was probably meant."""
    sentence = labels.messages.html("unread", what=unread.typed)
    hint = nearest(unread.value, labels.categories.get(unread.facet, ()))
    return sentence if hint is None else sentence + Markup(" ") + labels.messages.html("hint", hint=hint)


def explain_fault(fault: Fault, messages: Messages) -> str:
    """Return what is wrong with a parameter, in words."""
    sentence = messages.text(f"fault-{fault.code}", limit=fault.limit)
    return f"{sentence} {messages.text('hint', hint=fault.hint)}" if fault.hint else sentence


def ignored(parameters: Parameters, messages: Messages) -> list[Markup]:
    """Return a sentence for each value that the page did not use; one about a date links to its field."""
    notices = []
    for fault in parameters.faults:
        what = fault.parameter if fault.value is None else f"{fault.parameter}={fault.value}"
        sentence = messages.html(
            "cut" if fault.code == "too-long" else "ignored",
            what=what,
            why=Markup.escape(explain_fault(fault, messages)),
        )
        if fault.parameter in ("from", "to"):
            sentence = Markup('<a href="#{}">{}</a>').format(fault.parameter, sentence)
        notices.append(sentence)
    return notices


def ways_out(answer: Answer, labels: Labels, links: Links) -> list[WayOut]:
    """Return what the same search finds with something taken away."""
    return [WayOut(labels.way_out(way, answer), way.count, links.page(way.query)) for way in answer.exits]


def lone_words(answer: Answer, links: Links) -> list[WayOut]:
    """Return each word of a search that found nothing, with what it finds on its own."""
    return [
        WayOut(word.word, word.count, links.page(Query(q=word.word, script=answer.query.script)))
        for word in answer.understanding.words
    ]
