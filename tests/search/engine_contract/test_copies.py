"""Releases with copies: one answer for all, found by the words of each, read in its own script."""

import pytest

from search.errors import ReleaseMerged, ReleaseWithdrawn
from search.generation import NO_HISTORY
from search.query import Query
from search.release import Copy, Release
from search.withdrawn import Reading, Withdrawn
from tests.search.engine_contract.engines import OpenEngine

CYRILLIC = Copy("b", "Сув иншооти", "Вилоятда иншоот очилди.", "cyrl", source="Suv vazirligi")
AGENCY = Copy(
    "c", "Inshoot", "Viloyatda inshoot ochildi.\n\nMarosim ertaga.", source="Agentlik", extra="Marosim ertaga."
)
RELEASE = Release("a", "Suv inshooti", "Viloyatda inshoot ochildi.", source="Suv vazirligi", copies=(CYRILLIC, AGENCY))


@pytest.fixture
def published(opened: OpenEngine) -> OpenEngine:
    heirs = {"b": "a", "c": "a"}
    with opened.store.begin(None, samples=False, paths=()) as draft:
        draft.add([RELEASE, Release("d", "Boshqa xabar", "Quyosh chiqdi.", source="Agentlik")])
        draft.publish(b"{}", NO_HISTORY.after(None, (), 1, heirs))
    return opened


@pytest.mark.parametrize("q", ["inshoot", "иншоот", "marosim", "маросим ертага"])
def test_it_is_found_once_by_the_words_of_each(published: OpenEngine, q: str) -> None:
    answer = published.service().answer(Query(q))
    assert [hit.release.id for hit in answer.hits] == ["a"]
    assert answer.hits[0].release == RELEASE


def test_what_only_a_copy_says_is_not_marked_in_the_text(published: OpenEngine) -> None:
    (hit,) = published.service().answer(Query("marosim viloyatda")).hits
    shown = ["".join(piece.text for piece in snippet) for snippet in hit.snippets]
    assert "Marosim" not in " ".join(shown)
    assert all(piece.text.lower() == "viloyatda" for snippet in hit.snippets for piece in snippet if piece.marked)


def test_each_source_counts_it_once_and_finds_it(published: OpenEngine) -> None:
    answer = published.service().answer(Query(facets=("source",)))
    (sources,) = (facet for facet in answer.facets if facet.name == "source")
    assert {value.value: value.count for value in sources.values} == {
        "agentlik": 2,
        "suv-vazirligi": 1,
    }
    found = published.service().answer(Query("manba:agentlik"))
    assert {hit.release.id for hit in found.hits} == {"a", "d"}


def test_it_is_read_in_its_own_script(published: OpenEngine) -> None:
    service = published.service()
    assert service.read("a", script="cyrl").release.title == "Сув иншооти"
    assert service.read("a", script="latn").release.title == service.read("a").release.title == "Suv inshooti"


def test_the_id_of_a_copy_names_the_release_that_it_is_a_part_of(published: OpenEngine) -> None:
    with pytest.raises(ReleaseMerged) as error:
        published.service().read("c")
    assert error.value.heir == "a"


def test_a_withdrawn_copy_is_shown_nowhere(published: OpenEngine) -> None:
    service = published.service(withdrawn=lambda: Reading(Withdrawn(frozenset({"c"}))))
    assert service.read("a").release.copies == (CYRILLIC,)
    assert service.answer(Query("inshoot")).hits[0].release.copies == (CYRILLIC,)
    with pytest.raises(ReleaseWithdrawn):
        service.read("c")
