import re

from flask.testing import FlaskClient


def test_stages_are_timed(client: FlaskClient) -> None:
    stages = re.findall(r"(\w+);dur=[\d.]+", client.get("/?q=quyosh+stansiyasi").headers["Server-Timing"])
    assert stages[-1] == "render"
    assert "search" in stages
