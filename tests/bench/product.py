"""The whole product over the bench's releases: its own analysis, two fields, facets, snippets and a commit.

No peer does all of this, so its rows stand alone: `page/KIND` of the classes, and how soon 50 releases are visible.
"""

import itertools
import statistics
import time
from typing import Final

from search.engine import Store
from search.engines import open_service, open_store
from search.query import Query as Typed
from search.service import SearchService
from search.settings import Settings
from tests.bench.corpus import Corpus, releases
from tests.bench.goals import IZLA
from tests.bench.peers.peer import HITS
from tests.bench.queries import Query, Questions
from tests.bench.results import Results
from tests.bench.spelling import unspell
from tests.bench.timing import RUNS, spread

_ASKED: Final = 10  # questions of a kind
_CHANGED: Final = 50  # releases of a commit


def measure(results: Results, corpus: Corpus, questions: Questions) -> None:
    """Add the product's rows to a run's results; its index is built when there is none of this corpus."""
    settings = Settings(data=corpus.folder / f"product-{corpus.digest}")
    store, engine = open_store(settings), open_service(settings)
    if store.live() is None:
        with store.begin(None, samples=False, paths=()) as draft:
            draft.add(releases(corpus.count, corpus.seed))
            draft.publish(b"{}")
    results.versions.setdefault(IZLA, corpus.fingerprint)
    for kind, rows in questions.by_kind.items():
        times = [_answered(engine, typed(question.query)) for question in rows[:_ASKED]]
        found = spread(times)
        results.classes[f"page/{kind}"] = {IZLA: round(found.p50, 4)}
        results.p95[f"page/{kind}"] = {IZLA: round(found.p95, 4)}
    results.commit[IZLA] = round(statistics.median(_visible(store, engine, corpus) for _ in range(RUNS)), 2)


def typed(query: Query) -> Typed:
    """Return a question as a person would type it."""
    words = [unspell(word) for word in query.words]
    if query.shape == "phrase":
        text = f'"{" ".join(words)}"'
    elif query.shape == "prefix":
        text = f"{words[0]}*"
    else:
        text = (" YOKI " if query.shape == "any" else " ").join(words)
    return Typed(q=text, per_page=HITS)


def _answered(engine: SearchService, query: Typed) -> float:
    """Return the median of runs after an untimed one, in milliseconds."""
    times = []
    for _ in range(1 + RUNS):
        start = time.perf_counter()
        engine.answer(query, acting=True)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times[1:])


def _visible(store: Store, engine: SearchService, corpus: Corpus) -> float:
    """Write releases that are there already once more; return milliseconds until the engine answers from the new state.

    Their analysis is counted, as it is when releases arrive.
    """
    changed = list(itertools.islice(releases(corpus.count, corpus.seed), _CHANGED))
    start = time.perf_counter()
    with store.begin(store.live(), samples=False, paths=()) as draft:
        draft.add(changed)
        published = draft.publish(b"{}")
    while engine.generation().id != published.id:
        time.sleep(0.001)
    engine.answer(Typed(q="", per_page=HITS))
    return (time.perf_counter() - start) * 1000
