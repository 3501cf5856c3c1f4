from pathlib import Path

import numpy as np
import pytest
from whoosh.index import open_dir
from whoosh.query import Term

from search.engines.whoosh.compat.whoosh_weighting import WhooshWeighting
from search.engines.whoosh.execution.bm25 import Bm25
from search.plan import Term as TermPlan
from tests.search.engines.whoosh.arrays import reader_over


def test_plain_whoosh_scores_a_term_as_the_executor_does(tmp_path: Path) -> None:
    reader = reader_over(tmp_path, ["a b a", "b", f"A {'b ' * 30}", "a"], ["r3"])
    weighting = WhooshWeighting(Bm25(), reader.average)
    (segment,) = reader.segments
    for word in ("a", "b"):
        scorer = reader.plan(TermPlan("heavy", word))
        numbers = scorer.documents(segment).numbers
        expected = dict(zip(numbers.tolist(), scorer.scores(segment, np.array(numbers)).tolist(), strict=True))
        with open_dir(str(tmp_path)).searcher(weighting=weighting) as searcher:
            found = {hit.docnum: hit.score for hit in searcher.search(Term("heavy", word), limit=None)}
        assert found == pytest.approx(expected)
