import gzip

from flask.testing import FlaskClient


def test_text_is_compressed_for_those_who_take_it(client: FlaskClient) -> None:
    plain = client.get("/?q=hisobot")
    packed = client.get("/?q=hisobot", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.get_data()).startswith(b"<!doctype html>")
    assert int(packed.headers["Content-Length"]) == len(packed.get_data()) < len(plain.get_data())
    assert "Accept-Encoding" in plain.vary
    assert "Accept-Encoding" in packed.vary


def test_small_answers_and_refusals_are_sent_as_they_are(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/healthz", headers={"Accept-Encoding": "gzip"}).headers
    assert "Content-Encoding" not in client.get("/?q=hisobot", headers={"Accept-Encoding": "gzip;q=0"}).headers


def test_an_empty_answer_stays_empty(client: FlaskClient) -> None:
    tag = client.get("/?q=hisobot").headers["ETag"]
    again = client.get("/?q=hisobot", headers={"Accept-Encoding": "gzip", "If-None-Match": tag})
    assert (again.status_code, again.get_data()) == (304, b"")
