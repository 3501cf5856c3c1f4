"""Generated queries over generated corpora: every engine answers as the reference engine does."""

import dataclasses
import datetime as dt
import random
from collections.abc import Callable, Sequence

import pytest

from search.answer import Answer, Completion, Explanation, Hit
from search.engine import Store
from search.errors import UnknownGeneration
from search.facets.selection import read_selections
from search.generation import History
from search.query import INTERVALS, SORTS, Query
from search.release import Release
from search.service import SearchService
from search.uzbek import to_cyrillic
from tests.search.engine_contract.engines import ENGINES, OpenEngine

CORPORA = range(10)
QUERIES = 200  # a corpus; 2,000 in all

WORDS = (
    "quyosh",
    "quyoshning",
    "Qozogʻiston",
    "Qozogʻistonda",
    "Қозоғистон",
    "gaz",
    "gazni",
    "neft",
    "oʻzbek",
    "yoʻl",
    "yo'llar",
    "йўллар",
    "maktab",
    "maktabda",
    "bogʻ",
    "bog‘lar",
    "suv",
    "суви",
    "vazirligi",
    "vazirlikda",
    "energetika",
    "energetikasi",
    "sanʼat",
    "sanat",
    "hokimlik",
    "Samarqand",
    "Samarqandda",
    "Toshkent",
    "iqtisodiyot",
    "iqtisodiyoti",
    "islohot",
    "islohotlar",
    "chora-tadbir",
    "2022-yil",
    "2022",
    "PQ-3430",
    "BMT",
    "Prezident",
    "kop",
    "koʻp",
    "bola",
    "boʻla",
    "oldi",
    "va",
    "bilan",
    "uchun",
    "haqida",
    "tort",
    "toʻrt",
    "qishloq",
    "qishlogʻida",
    "кишлок",
    "ishlab",
    "shamol",
    "quvvat",
    "paneli",
    "panellari",
)
MISSPELT = ("iqtisodiyott", "quyoosh", "samraqand", "energetka", "islohotlaar", "halq")
SECTORS = ("energetika", "fan", "savdo", "sport")
REGIONS = ("samarqand", "toshkent-shahri")
COUNTRIES = ("kz", "de")
LANGUAGES = ("uz", "ru", "en", "kaa")
SOURCES = ("Energetika vazirligi", "ЭНЕРГЕТИКА ВАЗИРЛИГИ", "Oʻzbekiston MAA", "Hokimlik", "")


def random_text(rng: random.Random, most: int) -> str:
    words = [rng.choice(WORDS) for _ in range(rng.randrange(most))]
    return " ".join(word + rng.choice(("", "", "", ",", ".", "\n\n")) for word in words).strip()


FOREIGN = ("Самарканд", "quyosh", "бўлади", "развитие", "договор", "of", "maktabda", "Президент", "ПП-3430")


def random_foreign(rng: random.Random, release: Release) -> Release:
    """Return a release in another language: of the same words in part, none of which has a lemma there."""
    title, body = (" ".join(rng.choices((*FOREIGN, *WORDS), k=length)) for length in (4, 25))
    return release.with_(title=title, body=body, language=rng.choice(LANGUAGES[1:]))


def random_release(rng: random.Random, release_id: str, moment: int) -> Release:
    release = random_uzbek(rng, release_id, moment)
    return random_foreign(rng, release) if rng.random() < 0.15 else release


def random_uzbek(rng: random.Random, release_id: str, moment: int) -> Release:
    text = random_text(rng, 7) or "Xabar"
    return Release(
        release_id,
        to_cyrillic(text) if rng.random() < 0.2 else text,
        random_text(rng, 40),
        rng.choice((None, dt.date(2020, 1, 1) + dt.timedelta(rng.randrange(2_200)), dt.date(2026, 3, 1))),
        sectors=tuple(rng.sample(SECTORS, rng.choice((0, 1, 1, 2)))),
        regions=tuple(rng.sample(REGIONS, rng.choice((0, 0, 1, 2)))),
        countries=tuple(rng.sample(COUNTRIES, rng.choice((0, 0, 1)))),
        source=rng.choice(SOURCES),
        first_seen=moment,
        changed=moment,
    )


def publish_steps(rng: random.Random, stores: Sequence[Store]) -> list[str]:
    """Publish some generations, each on top of the one before, with replacements and removals; return their ids."""
    known: dict[str, Release] = {}
    history, first = History(), ""
    for step in range(rng.randrange(1, 4)):
        moment = 1_000 + step
        added = {
            f"r{n:02}": random_release(rng, f"r{n:02}", moment) for n in rng.sample(range(60), rng.randrange(15, 30))
        }
        removed = rng.sample(
            sorted(known.keys() - added.keys()), min(len(known) // 8, len(known.keys() - added.keys()))
        )
        known = {i: release for i, release in {**known, **added}.items() if i not in removed}
        published = []
        for store in stores:
            base = store.live()
            with store.begin(base, samples=False, paths=()) as draft:
                draft.add(added.values())
                draft.remove(removed)
                draft.verify()
                published.append(draft.publish(b"{}", history, moment))
        generation = dataclasses.replace(published[0], id=f"step{step}", begun=moment)
        history = history.after(generation, removed, moment)
        first = first or generation.id
    return [first]


def random_words(rng: random.Random) -> str:
    def atom() -> str:
        word = rng.choice((*WORDS, *WORDS, *MISSPELT))
        match rng.randrange(14):
            case 0:
                return f"{word[: rng.randrange(1, len(word) + 1)]}*"
            case 1:
                return f'"{word} {rng.choice(WORDS)}"'
            case 2:
                return f"“{word}”"
            case 3:
                return f"sarlavha:{word}"
            case 4:
                return rng.choice(("-", "EMAS ", "NOT ")) + word
            case 5:
                return f"{word} {rng.choice(('YOKI', 'OR', 'VA', 'AND'))} {rng.choice(WORDS)}"
            case 6:
                return f"({word} {rng.choice(('YOKI', 'va', 'EMAS'))} {rng.choice(WORDS)})"
            case 7:
                return to_cyrillic(word)
            case 8:
                return word.upper()
            case 9:
                return rng.choice(
                    ("soha:energetika", "hudud:Samarqand", "manba:yoq", "(", '"', "2026-yil mart", "oʻtgan yil")
                )
        return word

    return " ".join(atom() for _ in range(rng.choice((0, 1, 1, 1, 2, 2, 3, 4))))


def random_query(rng: random.Random) -> Query:
    chosen: dict[str, list[str]] = {}
    every = {"sector": SECTORS, "region": REGIONS, "country": COUNTRIES, "source": ("hokimlik",), "language": LANGUAGES}
    for name, values in every.items():
        if rng.random() < 0.12:
            chosen[name] = [
                rng.choice(("", "", "-")) + rng.choice((*values, "_none")) for _ in range(rng.choice((1, 2)))
            ]
    start, end = (
        dt.date(low, rng.randrange(1, 13), 1) if rng.random() < 0.15 else None
        for low in (rng.randrange(2019, 2023), rng.randrange(2023, 2027))
    )
    return Query(
        q=" ".join(random_words(rng).split()),
        selections=read_selections(chosen),
        start=start,
        end=end,
        undated=start is None and end is None and rng.random() < 0.05,
        sort=rng.choice((None, None, None, *SORTS)),
        page=rng.choice((1, 1, 1, 2)),
        per_page=rng.choice((3, 10, 50)),
        interval=rng.choice(("auto", *INTERVALS)),
        facets=rng.choice((None, None, None, ("sector", "date"), ())),
        explain=rng.random() < 0.3,
    )


@pytest.mark.parametrize("name", [name for name in ENGINES if name != "reference"])
@pytest.mark.parametrize("seed", CORPORA)
def test_an_engine_answers_as_the_reference_does(
    seed: int, name: str, open_engine: Callable[[str], OpenEngine]
) -> None:
    rng = random.Random(seed)
    engine, reference = open_engine(name), open_engine("reference")
    if seed >= engine.corpora:
        pytest.skip(f"{engine.corpora} corpora are generated for this engine")
    since = publish_steps(rng, (reference.store, engine.store))
    ours, theirs = engine.service(), reference.service()
    releases = sorted(release.id for release in theirs.export(Query(sort="-date")).releases)
    for number in range(QUERIES if engine.corpora > len(CORPORA) // 2 else QUERIES // 4):
        query = random_query(rng)
        where = f"corpus {seed}, query {number}: {query}"
        check_answers(ours.answer(query), theirs.answer(query), where, engine.near)
        release_id = rng.choice(releases)
        check_explanations(ours.explain(release_id, query), theirs.explain(release_id, query), where, engine.near)
        if number % 10 == 0:
            check_the_rest(ours, theirs, query, release_id, where)
    for service in (ours, theirs):
        with pytest.raises(UnknownGeneration):
            service.changes("never")
    for generation in since:
        if generation in {*engine.store.history(engine.store.live() or ours.generation()).runs}:
            one, other = ours.changes(generation), theirs.changes(generation)
            assert (one.since, one.total, one.gone) == (other.since, other.total, other.gone)
            assert list(one.releases) == list(other.releases)


def check_answers(one: Answer, other: Answer, where: str, near: float) -> None:
    for field in (
        "understanding",
        "total",
        "pages",
        "facets",
        "histogram",
        "exits",
        "meant",
        "unquoted",
        "refinements",
    ):
        assert getattr(one, field) == getattr(other, field), f"{field} of {where}"
    check_hits(one.hits, other.hits, where, near)


def check_hits(one: Sequence[Hit], other: Sequence[Hit], where: str, near: float) -> None:
    """Compare the hits of two pages; near scores may have changed places, also over the page's end.

    `near` is how far apart scores are that count as one, as a part of the greatest, or of 1.
    """
    assert len(one) == len(other), where
    scores = [(hit.score, expected.score) for hit, expected in zip(one, other, strict=True)]
    near *= max([1.0, *(score or 0.0 for _, score in scores)])
    assert all((a is None) == (b is None) and abs((a or 0) - (b or 0)) < near for a, b in scores), where
    by_id = {hit.release.id: hit for hit in other}
    for hit, expected in zip(one, other, strict=True):
        if hit.release.id != expected.release.id:
            as_good = [each.score or 0.0 for each in other if abs((each.score or 0.0) - (hit.score or 0.0)) < near]
            assert hit.score is not None, where
            assert len(as_good) > 1 or expected is other[-1], where
        if twin := by_id.get(hit.release.id):
            assert (hit.release, hit.title, hit.snippets) == (twin.release, twin.title, twin.snippets), where
            check_shares(hit.explanation or (), twin.explanation or (), where, near)


def check_shares(one: Sequence[tuple[str, float]], other: Sequence[tuple[str, float]], where: str, near: float) -> None:
    assert [word for word, _ in one] == [word for word, _ in other], where
    assert [share for _, share in one] == pytest.approx([share for _, share in other], abs=near), where


def check_explanations(one: Explanation, other: Explanation, where: str, near: float) -> None:
    near *= max(1.0, other.score or 0.0)
    for field in ("id", "lacking", "filters", "excluded"):
        assert getattr(one, field) == getattr(other, field), f"{field} of {where}"
    assert (one.score is None) == (other.score is None), where
    assert (one.score or 0.0) == pytest.approx(other.score or 0.0, abs=near), where
    check_shares(one.shares, other.shares, where, near)


def check_the_rest(ours: SearchService, theirs: SearchService, query: Query, release_id: str, where: str) -> None:
    """Compare exports, suggestions, and a release as it is read."""
    typed = query.with_(sort="-date")
    assert [r.id for r in ours.export(typed).releases] == [r.id for r in theirs.export(typed).releases], where
    completions: list[tuple[Completion, ...]] = [each.suggest(query.q, 8) for each in (ours, theirs)]
    assert completions[0] == completions[1], where
    one, other = ours.read(release_id, query.q), theirs.read(release_id, query.q)
    assert (one.release, one.title, one.paragraphs) == (other.release, other.title, other.paragraphs), where
    assert {hit.release.id for hit in one.similar} == {hit.release.id for hit in other.similar}, where
