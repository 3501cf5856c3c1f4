"""What the page says about itself: how the words were read, what was ignored, the ways out of an empty answer."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from search.answer import Answer, Exit
from search.query import Query
from web.i18n.labels import Labels
from web.i18n.messages import Words
from web.parameters.table import Asked, Fault
from web.urls import Links


@dataclass(frozen=True, slots=True)
class WayOut:
    """A query that finds something, in words."""

    label: str
    count: int
    url: str


def reading(answer: Answer, labels: Labels, links: Links) -> list[Markup]:
    """Return how the words were read, one sentence each, nothing when they were read as typed."""
    read, words = answer.understanding, labels.words
    said = []
    if answer.meant:
        link = Markup('<a href="{}" rel="nofollow">{}</a>').format(links.page(answer.meant.query), answer.meant.query.q)
        said.append(words.tell("meant", link=link, n=answer.meant.count))
    if answer.refinements:
        said.append(words.tell("refine", links=Markup(" · ").join(_refinements(answer, labels, links))))
    if read.script in ("cyrl", "mixed") and read.read_as:
        said.append(words.tell(f"read-{read.script}", words=read.read_as))
    said += [words.tell(f"repair-{name}") for name in read.repairs]
    said += [words.tell(f"reached-{each.how}", typed=each.typed, words=", ".join(each.words)) for each in read.reached]
    if read.matching == "relaxed":
        said.append(words.tell("relaxed", required=read.required, of=read.of))
    if read.only_stop_words:
        said.append(words.tell("stop-words"))
    if answer.unquoted:
        link = Markup('<a href="{}">{}</a>').format(links.page(answer.unquoted.query), words.say("inflected-link"))
        said.append(words.tell("inflected", n=answer.unquoted.count, link=link))
    return said


def _refinements(answer: Answer, labels: Labels, links: Links) -> Iterator[Markup]:
    for each in answer.refinements:
        yield Markup('<a href="{}" rel="nofollow">{}</a> ({})').format(
            links.page(each.query), labels.refinement(each), labels.words.number(each.count)
        )


def why(fault: Fault, words: Words) -> str:
    """Return what is wrong with a parameter, in words."""
    said = words.say(f"fault-{fault.code}", limit=fault.limit)
    return f"{said} {words.say('hint', hint=fault.hint)}" if fault.hint else said


def ignored(asked: Asked, words: Words) -> list[Markup]:
    """Return a sentence for each value that the page did not use; one about a date links to its field."""
    said = []
    for fault in asked.faults:
        what = fault.parameter if fault.value is None else f"{fault.parameter}={fault.value}"
        sentence = words.tell(
            "cut" if fault.code == "too-long" else "ignored", what=what, why=Markup.escape(why(fault, words))
        )
        if fault.parameter in ("from", "to"):
            sentence = Markup('<a href="#{}">{}</a>').format(fault.parameter, sentence)
        said.append(sentence)
    return said


def ways_out(answer: Answer, labels: Labels, links: Links) -> list[WayOut]:
    """Return what the same search finds with something taken away."""
    return [WayOut(way_out_label(way, answer, labels), way.count, links.page(way.query)) for way in answer.exits]


def way_out_label(way: Exit, answer: Answer, labels: Labels) -> str:
    """Return what was taken away, in words."""
    if way.dropped in ("filters", "all-words"):
        return labels.words.say(f"exit-{way.dropped}")
    if way.dropped == "date":
        return labels.words.say("exit-without", what=labels.span(answer.query))
    chosen = ", ".join(label for _, label in labels.chosen(answer, way.dropped))
    return labels.words.say("exit-without", what=chosen or labels.facet(way.dropped))


def lone_words(answer: Answer, links: Links) -> list[WayOut]:
    """Return each word of a search that found nothing, with what it finds on its own."""
    return [
        WayOut(each.word, each.count, links.page(Query(q=each.word, script=answer.query.script)))
        for each in answer.understanding.words
    ]
