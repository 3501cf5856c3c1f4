import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bench import composing
from tests.bench import corpus as rooms
from tests.bench.corpus import Corpus, kept, prepare, releases, words_of
from tests.bench.errors import BenchError


def test_documents_come_back_as_they_were_written(corpus_of: Callable[..., Corpus]) -> None:
    first, second = corpus_of("quyosh panel", "gaz").documents()
    assert (first.number, first.tokens, first.sectors) == (0, ["quyosh", "panel"], ("sport",))
    assert (second.number, second.text, second.month) == (1, "gaz", 202005)
    assert dt.date.fromordinal(second.day) == dt.date(2020, 5, 17)


def test_a_corpus_knows_what_it_holds(corpus: Corpus) -> None:
    assert kept(corpus.folder) == corpus
    assert sum(1 for _ in corpus.documents()) == corpus.count


def test_a_corpus_that_was_not_finished_is_none(tmp_path: Path) -> None:
    def broken() -> None:
        rooms.write(tmp_path, (line for line in ("1\tsport\tgaz\n", "ʻ")), 2, 0)

    with pytest.raises(UnicodeEncodeError):
        broken()
    assert kept(tmp_path) is None


def test_each_word_gives_its_first_lemma_and_a_compound_stands_before_its_parts() -> None:
    words = list(words_of("Energetika sohasida", "2022-yil"))
    assert words[0] == "energetika"
    assert words[-1] == "yil"
    assert " " not in "".join(words)


def test_without_the_composer_the_bench_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composing, "COMPOSER", tmp_path / "compose_bench.py")
    with pytest.raises(BenchError, match=r"compose_bench\.py, which is not in"):
        prepare(10, folder=tmp_path)


def test_a_corpus_is_analysed_once(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = prepare(20, folder=tmp_path)
    assert [document.sectors for document in made.documents()] == [release.sectors for release in releases(20)]
    monkeypatch.setattr(composing, "COMPOSER", tmp_path / "compose_bench.py")
    assert prepare(20, folder=tmp_path) == made
    facts = json.loads((made.folder / "corpus.json").read_text(encoding="utf-8"))
    (made.folder / "corpus.json").write_text(json.dumps(facts | {"fingerprint": "another"}), encoding="utf-8")
    with pytest.raises(BenchError):
        prepare(20, folder=tmp_path)
