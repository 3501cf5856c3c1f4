from tests.coverage import FLOOR, faults, merged, read_exceptions


def test_a_module_below_its_floor_is_named() -> None:
    assert faults({"a.py": FLOOR - 1, "b.py": FLOOR}, {}) == ["a.py: 89 % of its lines are run by tests, 90 % wanted"]
    assert faults({"a.py": 40.0}, {"a.py": 50.0}) == ["a.py: 40 % of its lines are run by tests, 50 % wanted"]
    assert faults({"a.py": 60.0}, {"a.py": 50.0}) == []
    assert faults({"a.py": 89.98}, {}) == ["a.py: 89.9 % of its lines are run by tests, 90 % wanted"]


def test_the_list_of_exceptions_may_only_shrink() -> None:
    assert "take it out" in faults({"a.py": FLOOR}, {"a.py": 50.0})[0]
    assert "no module any more" in faults({}, {"a.py": 50.0})[0]
    assert all(floor < FLOOR for floor in read_exceptions().values())


def test_a_line_counts_that_one_of_the_runs_has_run() -> None:
    none: dict[str, list[int]] = {"executed_lines": [], "missing_lines": []}
    one = {"a.py": {"executed_lines": [1, 2], "missing_lines": [3, 4]}, "b.py": none}
    two = {"a.py": {"executed_lines": [3], "missing_lines": [1, 2, 4]}}
    assert merged([one, two]) == {"a.py": 75.0}
