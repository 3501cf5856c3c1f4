"""The table of page rules: rows of a site before ours, and every mistake named with its remedy."""

from pathlib import Path

import pytest

from index.readers.saved_page import PageRule, read_page, read_page_rules
from search.errors import BadCorpus
from search.settings import ROOT

PAGE = """\
<link rel="canonical" href="https://www.Yangilik.example/n/1"><title>Portal</title><script type="application/ld+json">
{"@type": "NewsArticle", "headline": "Qurilgan kun", "datePublished": "2020-01-01"}
</script><div class="n">Koʻprik ochildi</div><div class="d">Sana: 05.03.2026 (87)</div><div class="b">Yangi matn.</div>
<p>Bu yerda boshqa bir gap ham bor edi.</p><div class="r">Yoʻllar</div>"""
# two looks of a site's pages, of which the second is this one's
LOOKS = """\
[["yangilik.example"]]
body = ".old"
[["yangilik.example"]]
body = ".b"
title = ".n"
date = ".d"
rubric = ".r"
"""


def written(folder: Path, text: str) -> Path:
    (folder / "pages.toml").write_text(text, encoding="utf-8")
    return folder


def test_ours_hold_for_a_corpus_without_a_table(tmp_path: Path) -> None:
    assert read_page_rules(tmp_path) == read_page_rules(ROOT / "corpus")
    assert read_page_rules(tmp_path).of_any_host[0].body == ".content-block"


def test_a_site_extends_ours(tmp_path: Path) -> None:
    rules = read_page_rules(
        written(tmp_path, '["www.Yangilik.example"]\nbody = ".b"\n\n["*"]\nbody = ".any"\ntitle = ".t"\n')
    )
    assert rules.of_host("oz.yangilik.example") == (PageRule(".b"),)
    assert rules.of_host("yangilik.uz") == ()
    assert [rule.body for rule in rules.of_any_host][:2] == [".any", ".content-block"]


def test_a_rule_of_the_host_comes_before_what_the_page_says(tmp_path: Path) -> None:
    page = read_page(PAGE, read_page_rules(written(tmp_path, LOOKS)))
    assert (page.title, page.rubric) == ("Koʻprik ochildi", "Yoʻllar")
    assert (page.date_text, page.date_from) == ("05.03.2026", "rule")
    assert page.body_html == "Yangi matn."


def test_a_rule_of_any_host_comes_after_it_and_needs_the_title(tmp_path: Path) -> None:
    table = '["*"]\nbody = ".b"\ntitle = ".n"\ndate = ".d"\n'
    page = read_page(PAGE, read_page_rules(written(tmp_path, table)))
    assert (page.date_text, page.date_from, page.body_html) == ("2020-01-01", "jsonld", "Yangi matn.")
    other = read_page(PAGE, read_page_rules(written(tmp_path, table.replace(".n", ".absent"))))
    assert "boshqa bir gap" in other.body_html


def test_what_is_no_text_is_left_out_of_a_rules_body(tmp_path: Path) -> None:
    body = (
        "<div class=b><h1>Koʻprik ochildi</h1><i>05.03.2026</i><p>Yangi matn bor.</p>"
        "<p>Mavzuga oid: <a href=/2>Yoʻl</a></p>"
        "<p>Yana bir gap.</p><ul><li><a href=/f.pdf>Qaror</a></ul><p>Manba:</p><p><a href=/m>Vazirlik</a></p>"
        "<p><a href=/n>Tunnel yoritildi</a></p></div>"
    )
    page = read_page(PAGE.partition("<div")[0] + body, read_page_rules(written(tmp_path, LOOKS)))
    assert page.body_html == (
        '<p>Yangi matn bor.</p><p>Yana bir gap.</p><ul><li><a href="/f.pdf">Qaror</a></li></ul><p>Manba:</p>'
        '<p><a href="/m">Vazirlik</a></p>'
    )


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('["a.example"]\ntitle = ".t"\n', 'needs a body, the CSS path of the text: body = ".text"'),
        ('["a.example"]\nbody = ".t"\ntext = ".x"\n', "text is not a key; the keys are title, date, body, rubric"),
        ('["a.example"]\nbody = "div["\n', "body = 'div[' is not a CSS path; write one such as"),
        ('["a.example"]\nbody = 7\n', "body = 7 is not a CSS path"),
        ('["a.example"]\nbody = " "\n', "is not a CSS path"),
        ('["https://a.example/n"]\nbody = ".t"\n', 'is no host; write it as ["xabar.example.uz"], or ["*"]'),
        ('["a.example"]\nbody = ".t"\n["www.A.example"]\nbody = ".u"\n', "is given twice"),
        ('"a.example" = 3\n', "must be a table of paths"),
        ('"a.example" = [3]\n', "needs a body"),
        ("[", "cannot be read"),
    ],
)
def test_a_mistake_is_named_with_file_key_and_remedy(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(BadCorpus) as fault:
        read_page_rules(written(tmp_path, text))
    assert named in str(fault.value)
    assert str(tmp_path / "pages.toml") in str(fault.value)
