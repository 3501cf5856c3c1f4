import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from search.release import Release

texts = st.text(st.characters(exclude_categories=["Cs"]))
any_release = st.builds(
    Release,
    id=texts,
    title=texts,
    body=texts,
    date=st.none() | st.dates(),
    date_source=st.none() | st.sampled_from(["given", "filename", "dateline"]),
    sectors=st.lists(texts).map(tuple),
    sectors_derived=st.booleans(),
    source=texts,
    url=texts,
    regions=st.lists(texts).map(tuple),
    rubric=texts,
    language=st.sampled_from(["uz", "ru", "kaa"]),
    sample=st.booleans(),
)


@given(any_release)
def test_a_release_comes_back_from_its_json(release: Release) -> None:
    assert Release.from_json(release.to_json()) == release


@given(any_release, any_release)
def test_the_same_content_has_the_same_hash_and_no_other(a: Release, b: Release) -> None:
    assert (a.content_hash() == b.content_hash()) == (a == b)


def test_uzbek_is_not_written_so_that_hashes_stay_what_they_were() -> None:
    assert '"language"' not in Release("a", "Sarlavha").to_json()
    assert '"language":"ru"' in Release("a", "Заголовок", language="ru").to_json()


def test_a_changed_release_keeps_the_rest() -> None:
    release = Release("a", "Sarlavha", date=dt.date(2026, 1, 2))
    assert release.with_(title="Boshqa") == Release("a", "Boshqa", date=dt.date(2026, 1, 2))
