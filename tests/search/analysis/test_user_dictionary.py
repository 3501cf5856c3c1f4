import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from search.analysis.user_dictionary import make_analyzer, read_analyzer, read_words
from search.engines import open_service, open_store
from search.errors import BadCorpus
from search.query import Query
from search.release import Release
from search.settings import ROOT, Settings
from search.uzbek import lemmas
from search.uzbek.lexicon import UserDictionary


def written(folder: Path, text: str) -> Path:
    (folder / "words.txt").write_text(text, encoding="utf-8")
    return folder


def test_a_word_of_the_site_mends_a_wrong_lemma_and_says_so(tmp_path: Path) -> None:
    before = lemmas("Xonzodaning"), lemmas("Nursultondagi")
    site = read_analyzer(written(tmp_path, "# ismlar\nXonzoda\nNursultondagi = Nursulton, Ostona\n"))
    assert site.lemmas("Xonzodaning") == site.lemmas("Хонзодага") == ("xonzoda",)
    assert site.lemmas("Nursultondagi") == ("nursulton", "ostona")
    assert site.why("Xonzodaning")[-1] == "words.txt:2: xonzoda noun + ning→case"
    assert site.why("Nursultondagi")[-1] == "words.txt:3: nursultondagi → nursulton, ostona"
    assert (lemmas("Xonzodaning"), lemmas("Nursultondagi")) == before


def test_the_same_words_make_the_same_analyzer_elsewhere(tmp_path: Path) -> None:
    site = read_analyzer(written(tmp_path, "Xonzoda\n"))
    assert make_analyzer(pickle.loads(pickle.dumps(site.user_dictionary))).lemmas("Xonzodaga") == ("xonzoda",)


def test_the_index_and_the_query_know_the_words(tmp_path: Path, settings: Settings) -> None:
    for name in ("sectors.toml", "synonyms.txt"):
        (tmp_path / name).write_bytes((ROOT / "corpus" / name).read_bytes())
    own = replace(settings, corpus=written(tmp_path, "qoʻngʻir = ayiq\n"), jobs=2)
    with open_store(own).begin(None, samples=False, paths=("/x",)) as draft:
        draft.add(Release(f"r{n}", "Qoʻngʻir ayiqlar", f"Matn {n}") for n in range(2_500))  # enough for processes
        draft.publish(b"{}")
    answer = open_service(own).answer(Query("qoʻngʻir", per_page=1, facets=()))
    assert answer.total == 2_500
    assert [piece.text for piece in answer.hits[0].title if piece.marked] == ["Qoʻngʻir", "ayiqlar"]


@pytest.mark.parametrize(
    "line", ["ikki soʻz", "= olma", "olma =", "olma = , ", "a = b = c", "…", "yangi\nyangi", "yangi\nyangi = eski"]
)
def test_a_line_that_makes_no_sense_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(BadCorpus, match=r"words.txt:\d: a line is one word, or a form = its lemma"):
        read_words(written(tmp_path, line))


def test_without_a_table_there_are_no_words(tmp_path: Path) -> None:
    assert read_words(tmp_path) == UserDictionary()


def test_a_table_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_bytes(b"\xff")
    with pytest.raises(BadCorpus, match=r"words.txt cannot be read"):
        read_words(tmp_path)
