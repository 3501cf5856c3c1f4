import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.service import SearchService
from search.settings import Settings
from tests.web.library import Counting, library, publish
from web import create_app

ADDRESSES = ("/api/search?q=hisobot", "/?q=hisobot")


@pytest.fixture
def counting(engine: SearchService) -> Any:
    return Counting(engine)


@pytest.fixture
def asker(published: Settings, counting: Any) -> Any:
    return create_app(published, counting).test_client()


def timed(body: Any) -> Any:
    """A body without the milliseconds that making it took."""
    return re.sub(rb'"took_ms":\d+', b"", body)


def seen(response: Any) -> Any:
    """What a reader gets of a response, besides its id and its times; a cookie says when it ends, to the second."""
    varying = ("X-Request-Id", "Server-Timing", "Set-Cookie")
    headers = {name: value for name, value in response.headers if name not in varying}
    return response.status_code, headers, timed(response.get_data())


def is_kept(response: Any) -> Any:
    return response.headers["Server-Timing"].startswith("kept;dur=")


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_second_asking_is_answered_without_a_search_and_says_so(asker: Any, counting: Any, address: str) -> None:
    answers = [asker.get(address) for _ in range(4)]
    assert [is_kept(answer) for answer in answers] == [False, True, True, True]
    assert counting.searches == 1
    assert all(re.fullmatch(r"kept;dur=[\d.]+, render;dur=[\d.]+", a.headers["Server-Timing"]) for a in answers[1:])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(
    st.sampled_from(["/api/search", "/"]),
    st.sampled_from(["", "hisobot", "quyosh energetika", "Мудофаа", "yoq", '"a', "<b>&"]),
    st.dictionaries(
        st.sampled_from(["sector", "script", "lang", "page", "interval", "from"]),
        st.sampled_from(["savdo", "cyrl", "ru", "2", "month", "2022", "x"]),
        max_size=2,
    ),
    st.booleans(),
    st.sampled_from(["ru", "uz-Cyrl", ""]),
)
def test_a_kept_answer_is_the_answer_made_anew(
    published: Settings, engine: SearchService, path: str, q: str, others: Any, packed: Any, accepted: Any
) -> None:
    headers = {"Accept-Language": accepted, "Accept-Encoding": "gzip" if packed else "identity"}
    keeping = create_app(published, engine)
    answers = []
    for _ in range(3):
        client = keeping.test_client(use_cookies=False)
        answers.append(client.get(path, query_string={"q": q, **others}, headers=headers))
    anew = [unpacked(answer) for answer in answers]
    assert anew[0] == anew[1] == anew[2]


def unpacked(response: Any) -> Any:
    status, headers, body = seen(response)
    if headers.get("Content-Encoding") == "gzip":
        body = timed(gzip.decompress(response.get_data()))
        del headers["Content-Length"]  # of the packed body, with its milliseconds
    elif b"took_ms" in response.get_data():
        del headers["Content-Length"]
    if status >= 400:
        body = b""  # a problem names the request
        headers.pop("Content-Length", None)
    return status, headers, body


def test_packed_and_plain_readers_share_an_answer(asker: Any, counting: Any) -> None:
    plain = [asker.get(ADDRESSES[1], headers={"Accept-Encoding": "identity"}) for _ in range(3)]
    packed = asker.get(ADDRESSES[1], headers={"Accept-Encoding": "gzip"})
    assert counting.searches == 1
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain[2].headers
    assert gzip.decompress(packed.get_data()) == plain[2].get_data() == plain[0].get_data()
    assert "Accept-Encoding" in plain[2].vary
    assert "Accept-Encoding" in packed.vary


def test_the_bytes_of_a_packed_answer_are_those_of_one_packed_for_its_reader(asker: Any) -> None:
    answers = [asker.get(ADDRESSES[1], headers={"Accept-Encoding": "gzip"}).get_data() for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize("address", ADDRESSES)
def test_languages_are_not_mixed(asker: Any, address: str) -> None:
    for _ in range(3):
        said = {
            asker.get(f"{address}{named}", headers={"Accept-Language": accepted}).get_data()
            for named, accepted in (("", "uz"), ("", "ru"), ("&lang=en", "ru"), ("", "uz-Cyrl"))
        }
        asker.delete_cookie("lang")
        assert len({timed(body) for body in said}) == 4


def test_a_named_language_goes_along_in_the_links_of_a_kept_answer(asker: Any) -> None:
    for _ in range(3):
        asker.delete_cookie("lang")
        assert "lang=ru" in asker.get("/api/search?q=hisobot&lang=ru").get_json()["links"]["self"]
        assert (
            "lang"
            not in asker.get("/api/search?q=hisobot", headers={"Accept-Language": "ru"}).get_json()["links"]["self"]
        )


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_reader_who_has_the_answer_is_told_so_first(asker: Any, counting: Any, address: str) -> None:
    tag = [asker.get(address) for _ in range(3)][-1].headers["ETag"]
    again = asker.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.get_data()) == (304, b"")


@pytest.mark.parametrize(
    "address",
    ["/api/search?q=hisobot&explain=1", "/?q=hisobot&explain=1", "/?q=hisobot&from=never", "/?q=hisobot&secotr=x"],
)
def test_explanations_and_pages_with_faults_are_not_kept(asker: Any, counting: Any, address: str) -> None:
    assert not any(is_kept(asker.get(address)) for _ in range(4))
    assert counting.searches == 4


def test_errors_are_not_kept(asker: Any) -> None:
    for _ in range(4):
        refused = asker.get("/api/search?page=0")
        assert (refused.status_code, refused.headers["Cache-Control"]) == (400, "no-store")
        assert "Server-Timing" not in refused.headers


def test_a_new_generation_is_answered_from_at_once(tmp_path: Path) -> None:
    config = publish(tmp_path, library()[-3:])
    asker = create_app(config).test_client()
    totals = [asker.get("/api/search").get_json()["total"] for _ in range(3)]
    publish(tmp_path, library()[-5:])
    answer = asker.get("/api/search")
    assert (totals, answer.get_json()["total"]) == ([3, 3, 3], 5)
    assert not is_kept(answer)


def test_a_public_path_of_its_own_has_its_own_links(published: Settings, engine: SearchService) -> None:
    asker = create_app(published, engine).test_client()
    for _ in range(3):
        assert asker.get("/api/search?q=hisobot").get_json()["links"]["html"] == "/?q=hisobot"
        under = asker.get("/api/search?q=hisobot", environ_overrides={"SCRIPT_NAME": "/izla"})
        assert under.get_json()["links"]["html"] == "/izla/?q=hisobot"


def test_the_budget_is_a_setting() -> None:
    settings = Settings.read({"IZLA_ANSWERS": "3"})
    assert settings.answers == 3
