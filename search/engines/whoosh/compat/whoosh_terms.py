"""The terms of a segment as Whoosh asks for them."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.fields import FieldType
from whoosh.formats import Format
from whoosh.reading import TermInfo, TermNotFound

from search.engines.whoosh.codec.postings import FieldPostings
from search.engines.whoosh.codec.segment_files import SegmentFiles
from search.engines.whoosh.compat.whoosh_matcher import ArrayMatcher, rounded


class TermsReader(base.TermsReader):  # type: ignore[misc]
    """The terms of a segment, as Whoosh asks for them."""

    def __init__(self, files: SegmentFiles) -> None:
        self._files = files

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field = self._files.fields.get(term[0])
        return field is not None and field.terms.find(term[1]) >= 0

    def indexed_field_names(self) -> Any:
        """Return the names of the fields with postings."""
        return self._files.fields.keys()

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Yield every (field, term), sorted."""
        return self.terms_from("", b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Yield every (field, term) from one on."""
        for name in sorted(self._files.fields):
            words = self._files.fields[name].terms
            if name >= fieldname:
                for number in range(words.lower(prefix) if name == fieldname else 0, words.size):
                    yield name, words[number]

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield every term with its statistics."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield every term from one on with its statistics."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Return the statistics of a term."""
        field, number = self._find(fieldname, text)
        documents, weights = field.documents(number), field.weights(number)
        all_lengths = self._files.lengths.get(fieldname)
        lengths = all_lengths[documents] if all_lengths is not None else np.zeros(1, np.int64)
        return TermInfo(
            weight=float(weights.sum(dtype=np.float64)),
            df=len(documents),
            minlength=rounded(int(lengths.min())),
            maxlength=rounded(int(lengths.max())),
            maxweight=float(weights.max()),
            minid=int(documents[0]),
            maxid=int(documents[-1]),
        )

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Return how many documents hold a term."""
        field, number = self._find(fieldname, text)
        return field.count(number)

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Return the weight of a term in all documents."""
        field, number = self._find(fieldname, text)
        return float(field.weights(number).sum(dtype=np.float64))

    def matcher(self, fieldname: str, text: bytes, format_: Format, scorer: Any = None) -> "ArrayMatcher":
        """Return the postings of a term as a matcher; raises TermNotFound."""
        field = self._files.fields.get(fieldname)
        number = field.terms.find(text) if field else -1
        if field is None or number < 0:
            raise TermNotFound(f"no term {fieldname}:{text!r}")
        return ArrayMatcher(field, number, format_, (fieldname, text), scorer, self._files.lengths.get(fieldname))

    def cursor(self, fieldname: str, fieldobj: FieldType) -> "Cursor":
        """Return a cursor over the terms of a field."""
        return Cursor(self, fieldname, self._files.fields[fieldname], fieldobj)

    def _find(self, fieldname: str, text: bytes) -> tuple[FieldPostings, int]:
        field = self._files.fields.get(fieldname)
        number = field.terms.find(text) if field else -1
        if field is None or number < 0:
            raise KeyError(text)  # Whoosh makes 0 of a KeyError, and swallows TermNotFound
        return field, number


class Cursor(base.FieldCursor):  # type: ignore[misc]
    """Walks the terms of a field."""

    def __init__(self, reader: TermsReader, name: str, field: FieldPostings, fieldobj: FieldType) -> None:
        self._reader, self._name, self._words, self._fieldobj = reader, name, field.terms, fieldobj
        self._at = 0

    def first(self) -> str | None:
        """Go to the first term."""
        self._at = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        """Go to the first term that is not before this one."""
        self._at = self._words.lower(string if isinstance(string, bytes) else self._fieldobj.to_bytes(string))
        return self.text()

    def next(self) -> str | None:
        """Go to the next term."""
        self._at += 1
        return self.text()

    def text(self) -> str | None:
        """Return the term here, None at the end."""
        return self._fieldobj.from_bytes(self._words[self._at]) if self.is_valid() else None

    def term_info(self) -> TermInfo | None:
        """Return the statistics of the term here."""
        return self._reader.term_info(self._name, self._words[self._at]) if self.is_valid() else None

    def is_valid(self) -> bool:
        """Whether there is a term here."""
        return self._at < self._words.size
