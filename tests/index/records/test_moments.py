import datetime as dt

import pytest

from index.records.moments import NoDay, day_of

DAY = dt.date(2022, 12, 21)


def test_a_moment_is_read_as_its_day() -> None:
    assert day_of("2022-12-21T08:00:00Z") == day_of(" 2022-12-21 ") == DAY
    with pytest.raises(NoDay):
        day_of("2022-12")
