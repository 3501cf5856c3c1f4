import datetime as dt
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from search.facets.selection import DATE, NO_FILTERS, Choice, Filters, Selection, read_selections, tidy_selections
from search.release import Release

VALUES = ("energetika", "fan", "sport", None)
CHOICES = st.builds(Choice, st.sampled_from(VALUES), st.booleans())
SELECTIONS = st.lists(CHOICES).map(Selection.of)
DAYS = st.dates(dt.date(2025, 12, 1), dt.date(2026, 2, 28))
FILTERS = st.builds(
    lambda sectors, regions, start, end, undated: Filters(
        tidy_selections({"sector": sectors, "region": regions}), start, end, undated
    ),
    SELECTIONS,
    st.sampled_from(("samarqand", None)).map(lambda value: Selection((Choice(value),))) | st.just(Selection()),
    DAYS | st.none(),
    DAYS | st.none(),
    st.booleans(),
)
RELEASES = [
    Release("id", "Sarlavha", "Matn", date=date, sectors=sectors, regions=regions)
    for date in (None, dt.date(2025, 12, 31), dt.date(2026, 1, 1), dt.date(2026, 1, 31), dt.date(2026, 2, 1))
    for count in range(3)
    for sectors in combinations(("energetika", "fan", "sport"), count)
    for regions in ((), ("samarqand",), ("navoiy",))
]


@given(CHOICES)
def test_a_choice_is_read_as_it_was_written(choice: Choice) -> None:
    assert Choice.read(str(choice)) == choice


def test_a_parameter_says_what_is_chosen_left_out_and_missing() -> None:
    written = {"-_none": Choice(None, excluded=True), "_none": Choice(None), "-fan": Choice("fan", excluded=True)}
    assert {text: Choice.read(text) for text in written} == written


@given(SELECTIONS, CHOICES)
def test_a_choice_is_switched_on_and_off_again(selection: Selection, choice: Choice) -> None:
    toggled = selection.toggled(choice)
    assert (choice in toggled.choices) is not (choice in selection.choices)
    assert toggled.toggled(choice) == selection
    assert selection.with_(choice) == (selection if choice in selection.choices else toggled)
    assert list(toggled.choices) == sorted(set(toggled.choices), key=str)


@given(SELECTIONS, st.frozensets(st.sampled_from(("energetika", "fan", "sport"))))
def test_a_release_needs_one_of_what_is_included_and_none_of_what_is_excluded(
    selection: Selection, values: frozenset[str]
) -> None:
    def holds(choice: Choice) -> bool:
        return choice.value in values if choice.value is not None else not values

    included = [choice for choice in selection.choices if not choice.excluded]
    excluded = [choice for choice in selection.choices if choice.excluded]
    expected = (not included or any(map(holds, included))) and not any(map(holds, excluded))
    assert selection.admits(values) is expected


def test_selections_are_read_in_one_order_without_those_of_nothing() -> None:
    read = read_selections({"source": ("oza",), "region": (), "sector": ("sport", "-fan", "sport")})
    assert read == (
        ("sector", Selection((Choice("fan", excluded=True), Choice("sport")))),
        ("source", Selection((Choice("oza"),))),
    )


@given(FILTERS)
def test_a_release_passes_all_filters_when_it_passes_each_alone(filters: Filters) -> None:
    alone = [filters.only(name) for name in filters.names]
    for release in RELEASES:
        assert filters.admits(release) is all(one.admits(release) for one in alone)


@given(FILTERS)
def test_a_filter_is_taken_off_by_its_name(filters: Filters) -> None:
    for name in (*filters.names, None, "language"):
        left = filters.without(name)
        assert left.names == tuple(other for other in filters.names if other != name)
        for release in RELEASES:
            assert left.admits(release) is all(filters.only(other).admits(release) for other in left.names)
        assert filters.only(name or "language").names == ((name,) if name in filters.names else ())


@given(DAYS | st.none(), DAYS | st.none(), st.booleans())
def test_both_ends_of_the_days_pass_and_what_is_undated_only_by_itself(
    start: dt.date | None, end: dt.date | None, undated: bool
) -> None:
    filters = Filters((), start, end, undated)
    assert filters.names == ((DATE,) if start or end or undated else ())
    assert NO_FILTERS.names == ()
    for day in (*(release.date for release in RELEASES), start, end):
        within = day is not None and (start or day) <= day <= (end or day)
        expected = day is None if undated else within or not filters.names
        assert filters.admits(Release("id", "Sarlavha", "Matn", date=day)) is expected
