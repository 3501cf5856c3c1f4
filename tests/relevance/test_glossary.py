from typing import Final

from search.query import Query
from search.service import SearchService
from search.uzbek import to_cyrillic
from tests.relevance.judged import read_judgments

UZBEK: Final = ("act", "country", "event", "office", "place", "topic")  # kinds whose queries are Uzbek


def test_no_uzbek_query_of_the_judged_ones_is_translated(sample_engine: SearchService) -> None:
    queries = {judged.q for judged in read_judgments() if judged.kind in UZBEK}
    assert queries
    for query in sorted(queries | set(map(to_cyrillic, queries))):
        reached = sample_engine.answer(Query(query)).understanding.reached
        assert not [each for each in reached if each.how == "glossary"], query
