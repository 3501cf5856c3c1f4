"""The paragraphs of a text that an export gives: as it was meant, without markup, lines joined where they belong."""

from index.records.cleaning import blocks, clean, one_line
from index.records.markup import is_markup, paragraphs_of, unescaped, without_invisible, without_marks
from index.records.mojibake import repaired
from index.records.record import Finding
from search.uzbek import joined_line_ends


def meant(text: str, findings: list[Finding]) -> str:
    """Return a text as it was meant, turned back with a finding where it is mojibake; raises ValueError."""
    turned = repaired(text)
    if turned is None:
        return text
    findings.append(Finding("repaired", one_line(turned)[:60]))
    return turned


def text_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text in markup or without; where no line is empty, every line is one."""
    if is_markup(text):
        return paragraphs_of(clean(text))
    return plain_paragraphs(without_marks(text))


def plain_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text without markup; where no line is empty, every line is one."""
    lines = joined_line_ends(without_invisible(unescaped(clean(text)).strip())).split("\n")
    paragraphs = blocks(lines)
    if len(paragraphs) <= 1:
        paragraphs = [[line] for block in paragraphs for line in block]
    return ["\n".join(lines) for lines in paragraphs]
