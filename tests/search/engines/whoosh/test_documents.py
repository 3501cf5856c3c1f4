import datetime as dt

from search.engines.whoosh.codec.layout import Layout
from search.engines.whoosh.documents import CHANGED, RELEASES, SEEN, day_number, document
from search.facets.table import FACETS
from search.release import Release
from tests.analyzers import PLAIN

RELEASE = Release(
    "2026-03-05-quyosh",
    "Quyosh stansiyasi",
    "Stansiya ishga tushdi.",
    dt.date(2026, 3, 5),
    sectors=("energetika",),
    source="Energetika vazirligi",
    first_seen=11,
    changed=22,
)


def value(names: tuple[str, ...], name: str, values: tuple[object, ...]) -> object:
    return values[names.index(name)]


def test_a_release_is_written_in_the_order_of_the_layout() -> None:
    written = document(RELEASE, PLAIN)
    assert isinstance(RELEASES, Layout)
    assert (written.id, written.day) == (RELEASE.id, dt.date(2026, 3, 5).toordinal())
    assert len(written.fields) == len(RELEASES.fields)
    assert len(written.facets) == len(RELEASES.facets) == len(FACETS)
    assert value(RELEASES.numbers, SEEN, written.numbers) == 11
    assert value(RELEASES.numbers, CHANGED, written.numbers) == 22
    sector = value(RELEASES.facets, "sector", written.facets)
    assert isinstance(sector, tuple)
    assert [slug for slug, _ in sector] == ["energetika"]
    assert Release.from_json(written.stored) == RELEASE


def test_an_undated_release_has_day_0() -> None:
    assert day_number(None) == 0
    assert document(Release("r", "Xabar", "Quyosh."), PLAIN).day == 0
