"""Doc address: where a release stands in a snapshot."""

from dataclasses import dataclass

from search.engine import Ref


@dataclass(frozen=True, slots=True)
class DocAddress:
    """The number of a segment, and of a document in it."""

    segment: int
    document: int


def address(ref: Ref) -> DocAddress:
    """Return a ref of ours as the address that it is; raises TypeError for another engine's."""
    if not isinstance(ref, DocAddress):
        raise TypeError(f"{ref!r} is no address of this engine")
    return ref
