import pytest

from index.check.export_shapes import FORMATS, format_of
from index.readers import SUFFIXES


def test_every_format_that_is_read_has_a_name() -> None:
    assert set(FORMATS) == set(SUFFIXES)


@pytest.mark.parametrize(
    ("suffix", "place", "values", "utc", "name"),
    [
        (".csv", "row 2", {"IE_NAME": "A"}, False, "CSV of Bitrix"),
        (".csv", "row 2", {"short_story": "A"}, False, "CSV of DataLife Engine"),
        (".csv", "row 2", {"title": "A"}, True, "CSV of Joomla"),
        (".json", "item 1", {"attributes": {"drupal_internal__nid": 1}}, False, "JSON of Drupal"),
        (".json", "message 7", {"title": "A"}, False, "Telegram Desktop (JSON)"),
        (".xml", "post 7", {"title": "A"}, False, "WordPress export (WXR)"),
        (".xml", "entry 7", {"title": "A"}, False, "XML feed"),
        (".odd", "", None, False, ".odd"),
    ],
)
def test_an_export_is_told_by_its_names(
    suffix: str, place: str, values: dict[str, object] | None, utc: bool, name: str
) -> None:
    assert format_of(suffix, place, values, utc=utc) == name
