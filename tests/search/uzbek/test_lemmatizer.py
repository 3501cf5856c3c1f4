import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.uzbek import key, lemmas
from search.uzbek.lemmatizer import Lemmatizer
from search.uzbek.lexicon import Lexicon, UserDictionary

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("kitoblarimizdan", "kitob"),
        ("vazirligi", "vazirlik"),
        ("qishloqqa", "qishloq"),
        ("toqqa", "togʻ"),
        ("togʻdan", "togʻ"),
        ("burni", "burun"),
        ("shahrida", "shahar"),
        ("oʻgʻlimning", "oʻgʻil"),
        ("avzoyi", "avzo"),
        ("uning", "u"),
        ("oʻzingizni", "oʻz"),
        ("talabadir", "talaba"),
        ("uydagilarning", "uy"),
        ("keladi", "kel"),
        ("kelmaganligi", "kel"),
        ("ishlayapti", "ishla"),
        ("chiqqan", "chiq"),
        ("oʻquvchilar", "oʻquvchi"),
        ("soʻraydilar", "soʻra"),
        ("bilolmaydi", "bil"),
        ("boraverdi", "bor"),
        ("qilindi", "qil"),
        ("belgilangan", "belgila"),
        ("ишлаяпти", "ishla"),
        ("қишлоқларимизга", "qishloq"),
        ("şaharlarimiz", "shahar"),
    ],
)
def test_a_form_meets_its_lemma(form: str, lemma: str) -> None:
    assert key(lemma) in lemmas(form)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("bir-birlarini", ("bir-biri",)),
        ("2022-yilning", ("yil",)),
        ("75-sessiyasi", (key("sessiya"),)),
        ("keldi-ku", ("kel",)),
        ("2022-2023", ("2022-2023",)),
        ("COVID-19", ("covid-19",)),
        ("PQ-3430", ("pq-3430",)),
        ("12,5", ("12.5",)),
        ("chora-tadbirlarini", ("çora-tadbir",)),
    ],
)
def test_hyphens_and_numbers(form: str, expected: tuple[str, ...]) -> None:
    assert lemmas(form) == expected


def test_a_true_homograph_has_two_lemmas() -> None:
    assert set(lemmas("oldi")) == {"ol", "old"}


@pytest.mark.parametrize(
    "word",
    ["dollar", "barqaror", "kishi", "modda", "foyda", "Kanada", "jamgʻarma", "raqib", "gʻolib", "tabib", "hindi"],
)
def test_a_word_that_only_looks_inflected_stays(word: str) -> None:
    assert lemmas(word) == (key(word),)


@pytest.mark.parametrize(
    ("form", "stem"), [("Lukashenkoning", "lukaşenko"), ("Hongkongda", "hongkong"), ("blogerlarga", "bloger")]
)
def test_an_unknown_word_loses_its_endings(form: str, stem: str) -> None:
    assert lemmas(form) == (stem,)


@given(st.text(min_size=1))
def test_a_word_with_letters_or_digits_has_lemmas(word: str) -> None:
    found = lemmas(word)
    if any(char.isascii() and char.isalnum() for char in word):
        assert found
        assert all(found)


@given(st.text(alphabet="abdgiklmnoqrstuyzʻʼşçöğ-'", max_size=30))
def test_lemmas_depend_on_the_key_alone(word: str) -> None:
    assert lemmas(word) == lemmas(key(word))


@pytest.mark.parametrize("unit", ["lar", "ning", "a", "'", "-", "a-"])
def test_a_monstrous_word_is_no_burden(unit: str) -> None:
    assert lemmas(unit * 50_000) is not None


def measure(shared: Path, *sources: str) -> dict[str, float]:
    tool, gold = shared / "tools" / "conflation.py", shared / "data" / "conflation_dev.tsv"
    command = [sys.executable, str(tool), str(gold), "search.uzbek:lemmas", "--source", ",".join(sources)]
    figures: dict[str, float] = json.loads(
        subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    )
    return figures


def test_the_treebanks_forms_meet(shared: Path) -> None:
    figures = measure(shared, "ud-ut", "ud-tuecl")
    assert figures["precision"] >= 0.985
    assert figures["recall"] >= 0.93
    assert figures["b3_f1"] >= 0.99
    assert figures["lemma_match"] >= 0.975
    assert figures["keys_per_form"] <= 1.05


def test_whole_paradigms_meet(shared: Path) -> None:
    assert measure(shared, "unimorph")["f1"] >= 0.99


def test_probes(shared: Path) -> None:
    wrong = []
    for line in (shared / "data" / "probes_dev.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        one, other, expected, _ = line.split("\t")
        if bool(set(lemmas(one)) & set(lemmas(other))) != (expected == "same"):
            wrong.append(line)
    assert wrong == []


def test_loading_takes_little_memory() -> None:
    if not Path("/proc/self/status").exists():
        pytest.skip("only Linux says how much memory a process holds")
    code = "from search.uzbek import lemmas; lemmas('kitob'); print(open('/proc/self/status').read())"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True)
    most = next(line for line in result.stdout.splitlines() if line.startswith("VmHWM:"))
    assert int(most.split()[1]) < 100 * 1024  # KiB


@pytest.mark.parametrize("word", ["Shahriyor", "Yarmolenko", "bagʻrikeng"])
def test_a_shortened_stem_before_letters_that_are_no_endings_explains_nothing(word: str) -> None:
    assert lemmas(word) == (key(word),)


def test_a_stem_of_the_user_dictionary_before_letters_that_are_no_endings_explains_nothing() -> None:
    assert Lemmatizer(Lexicon(UserDictionary(frozenset({"anor"})))).lemmas("anorxtq") == ("anorxtq",)
