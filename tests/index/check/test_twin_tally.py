import datetime as dt
import random
from pathlib import Path

from index.check.twin_tally import TwinTally
from index.readers import ReadRelease, Rules
from index.readers.walk import CorpusFile
from index.twins.merger import Place
from search.release import Release
from tests.index.conftest import TAGGER

WORDS = ("maktab", "bino", "oʻquvchi", "hudud", "yangi", "qurilish", "dastur", "shahar", "viloyat", "tuman", "loyiha")
DAY = dt.date(2026, 3, 5)


def text(seed: int) -> str:
    chosen = random.Random(seed)
    return " ".join(chosen.choice(WORDS) + str(chosen.randrange(100)) for _ in range(60)) + "."


def written(folder: Path, number: int, seed: int, host: str) -> ReadRelease:
    """Write a release as a file of its own; return it as its reader gives it."""
    path = folder / f"x{number}.txt"
    body = f"---\ndate: {DAY}\nurl: https://{host}.example/{number}\n---\nSarlavha {seed}\n\n{text(seed)}"
    path.write_text(body, encoding="utf-8")
    release = Release(
        f"x{number}", f"Sarlavha {seed}", text(seed), DAY, "given", url=f"https://{host}.example/{number}"
    )
    return ReadRelease(str(path), 0, 0, release)


def test_twins_are_found_however_far_apart_they_were_read(tmp_path: Path) -> None:
    tally = TwinTally(TAGGER, Rules())
    last = 420
    reads = [written(tmp_path, number, number, "birinchi") for number in range(last)]
    reads.append(written(tmp_path, last, 0, "ikkinchi"))
    assert [tally.add(read) for read in reads] == [None] * len(reads)
    files = {read.path: CorpusFile(read.path, 1, 1, False, Path(read.path).name) for read in reads}
    (merge,) = tally.merges(files)
    assert set(merge) == {"x0", f"x{last}"}


def test_one_id_twice_is_a_copy_where_it_says_the_same_and_broken_where_not() -> None:
    tally = TwinTally(TAGGER, Rules())
    first = ReadRelease("/x.csv", 2, 0, Release("a", "Sarlavha", "Matn."), raw="1")
    same = ReadRelease("/x.csv", 3, 0, Release("a", "Sarlavha", "Matn."), raw="2")
    other = ReadRelease("/x.csv", 4, 0, Release("a", "Boshqa sarlavha", "Boshqa matn."), raw="3")
    assert tally.add(first) is None
    assert tally.add(same) is None
    assert (tally.is_copy(first), tally.is_copy(same)) == (False, True)
    assert tally.add(other) == Place("/x.csv", 2)
    assert not tally.is_copy(other)


def test_one_id_twice_of_one_page_is_a_copy() -> None:
    tally = TwinTally(TAGGER, Rules())
    url = "https://idora.example/yangilik"
    assert tally.add(ReadRelease("/x.csv", 2, 0, Release("a", "Sarlavha", "Matn.", url=url), raw="1")) is None
    again = ReadRelease("/y.csv", 2, 0, Release("a", "Sarlavha", "Matn, tuzatilgan.", url=url), raw="2")
    assert tally.add(again) is None
    assert tally.is_copy(again)
