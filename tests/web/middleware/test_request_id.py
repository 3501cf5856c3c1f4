import re

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize("address", ["/", "/api/search", "/yoq", "/api/search?page=0", "/robots.txt", "/healthz"])
def test_every_response_names_its_request(client: FlaskClient, address: str) -> None:
    assert re.fullmatch(r"[0-9a-f]{16}", client.get(address).headers["X-Request-Id"])


def test_a_callers_id_is_echoed_when_it_is_fit_to_be_logged(client: FlaskClient) -> None:
    assert client.get("/healthz", headers={"X-Request-Id": "a.b-C_1"}).headers["X-Request-Id"] == "a.b-C_1"
    for unfit in ("a b", "x" * 65, "<script>", ""):
        assert client.get("/healthz", headers={"X-Request-Id": unfit}).headers["X-Request-Id"] != unfit
