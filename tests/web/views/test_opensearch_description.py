from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from lxml import etree

NS = {"os": "http://a9.com/-/spec/opensearch/1.1/"}


@pytest.mark.parametrize("lang", ["", "?lang=ru"])
def test_a_browser_can_follow_the_description(client: FlaskClient, lang: str) -> None:
    page = client.get(f"/{lang}").get_data(as_text=True)
    assert f'type="application/opensearchdescription+xml" title="Izla" href="/opensearch.xml{lang}">' in page
    response = client.get(f"/opensearch.xml{lang}")
    assert response.content_type == "application/opensearchdescription+xml"
    root = ElementTree.fromstring(response.data)
    etree.RelaxNG(file=Path(__file__).parent / "opensearch.rng").assertValid(etree.fromstring(response.data))
    urls = {(each.get("type"), each.get("rel")): each.get("template", "") for each in root.findall("os:Url", NS)}
    assert urls["application/opensearchdescription+xml", "self"] == f"http://localhost/opensearch.xml{lang}"
    for (kind, rel), template in urls.items():
        if rel != "self":
            assert template.count("{searchTerms}") == 1
            answer = client.get(template.replace("{searchTerms}", quote("quyosh")))
            assert answer.status_code == 200
            assert answer.mimetype == kind
    image = root.find("os:Image", NS)
    assert image is not None
    assert client.get(image.text or "").mimetype == image.get("type")
