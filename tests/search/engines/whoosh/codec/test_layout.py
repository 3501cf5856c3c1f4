from search.engines.whoosh.codec.layout import DAY, ID, STORED, facet_column
from search.engines.whoosh.documents import RELEASES
from search.facets.table import FACETS
from tests.search.engines.whoosh.arrays import NUMBERED


def test_whoosh_is_told_of_every_field_number_and_facet() -> None:
    schema = NUMBERED.schema()
    assert set(schema.names()) == {
        ID,
        STORED,
        DAY,
        "plain",
        "heavy",
        "seen",
        "changed",
        facet_column("colour"),
        facet_column("shape"),
    }
    assert schema["plain"].supports("positions")
    assert schema[ID].unique


def test_every_facet_of_the_table_has_its_column() -> None:
    assert RELEASES.facets == tuple(row.name for row in FACETS)
