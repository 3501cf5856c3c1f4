"""Page numbers with gaps: the first, the last and those around the current one."""

from typing import Final

_AROUND: Final = 2


def numbers(page: int, pages: int) -> list[int | None]:
    """Return the pages to link, None for a gap; a gap never stands for a single page."""
    near = range(max(1, page - _AROUND), min(pages, page + _AROUND) + 1)
    shown = sorted({1, pages, *near} if pages else set())
    row: list[int | None] = []
    for number in shown:
        if row and number - (row[-1] or 0) == 2:
            row.append(number - 1)
        elif row and number - (row[-1] or 0) > 2:
            row.append(None)
        row.append(number)
    return row
