import pytest
from flask.testing import FlaskClient

from search.assist import assistance
from search.errors import TooSlow


def late(*_: object) -> None:
    raise TooSlow("late")


def test_an_answer_that_had_no_time_to_assist_says_so_and_is_not_kept(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = client.get("/api/search?q=quyosh")
    assert "left_out" not in whole.get_json()["suggestions"]
    with monkeypatch.context() as patched:
        patched.setattr(assistance, "correct", late)
        for address in ("/api/search?q=quyosh+paneli", "/?q=quyosh+paneli&lang=en"):
            response = client.get(address)
            assert response.status_code == 200
            assert response.headers["Cache-Control"] in ("no-store", "private, no-cache")
            assert "ETag" not in response.headers
            told = '"left_out":["did_you_mean"]' if response.is_json else "time ran out"
            assert told in response.get_data(as_text=True)
    assert "left_out" not in client.get("/api/search?q=quyosh+paneli").get_json()["suggestions"]
