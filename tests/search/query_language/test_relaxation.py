import pytest

from search.query_language.relaxation import relaxing_steps


@pytest.mark.parametrize(
    ("words", "steps"), [(0, ()), (1, (1,)), (2, (2, 1)), (3, (3, 2)), (4, (4, 3, 2)), (7, (7, 6, 4))]
)
def test_the_requirement_relaxes_to_all_but_one_and_then_half(words: int, steps: tuple[int, ...]) -> None:
    assert relaxing_steps(words) == steps
