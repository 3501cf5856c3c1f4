"""The markup that is parsed: bounded in depth, attributes and copies, with all its text."""

import pytest

from index.readers.saved_page import TOO_LARGE, PageRules, read_page
from index.readers.saved_page.markup import MAX_ATTRIBUTES, MAX_DEPTH, MAX_TAGS, parsable
from index.readers.saved_page.tree import Tree


def test_scripts_and_styles_are_no_markup() -> None:
    markup = parsable(
        "<!-- saved from url=(0029)https://a.example/n/1 --><title>Nom</title><style>p{}</style><script>'<p>'</script>"
        '<script type="application/ld+json">{"a": "</p>"}</script><p>Matn'
    )
    assert (markup.title, markup.data) == ("Nom", ['{"a": "</p>"}'])
    assert markup.saved_from == "https://a.example/n/1"
    assert markup.text.split() == ["<p>Matn"]


def test_depth_is_bounded_and_no_text_is_lost() -> None:
    tree = Tree(parsable("<div>" * 100_000 + "ichkarida" + "</div>" * 100_000 + "<p>keyin").text)
    assert tree.text(0) == "ichkarida keyin"
    assert len(tree) < MAX_DEPTH + 10


def test_elements_that_end_by_themselves_are_not_counted_as_deep() -> None:
    rows = "<tr><td>a<td>b" * 2_000
    paragraphs = "<p>c<p align=left>d" * 2_000
    items = "<ul>" + "<li>e" * 2_000 + "</ul>"
    text = parsable(f"<table>{rows}</table>{paragraphs}{items}").text
    assert (text.count("<td>"), text.count("<p>"), text.count("<li>")) == (4_000, 2_000, 2_000)


def test_attributes_are_bounded() -> None:
    many = " ".join(f"a{number}='>'" for number in range(10_000))
    tree = Tree(parsable(f"<p {many} class='x'>matn</p><img src='data:{'A' * 10_000}' alt='r'>").text)
    paragraph = next(node for node in tree.nodes if node.tag == "p")
    assert len(paragraph.attributes) == MAX_ATTRIBUTES
    assert [dict(node.attributes) for node in tree.nodes if node.tag == "img"] == [{"alt": "r"}]


def test_unclosed_formatting_is_not_copied_without_end() -> None:
    fonts = "".join(f"<font color=c{number}>" for number in range(1_000))
    tree = Tree(parsable(f"<p>{fonts}" + "<p>gap" * 1_000).text)
    assert tree.text(0).count("gap") == 1_000
    assert len(tree) < 5_000


def test_a_few_unclosed_fonts_stay() -> None:
    assert parsable("<p><font size=5><b>Sarlavha<p>matn").text == "<p><font size=5><b>Sarlavha<p>matn"


def test_a_page_of_too_many_tags_is_named() -> None:
    page = read_page("<b>" * (MAX_TAGS + 1), PageRules({}))
    assert page.skip == TOO_LARGE
    assert "300,000" in page.skip


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<form><p>matn</form>", "matn"),
        ("<p>bir <svg><path d='m'/><text>x</text></svg>ikki <select><option>x<option>y</select>uch", "bir ikki uch"),
        ("<p>bir <noscript><img></noscript><template><p>x</p></template>ikki</p>", "bir ikki"),
        ("<svg><p>bir", "bir"),
        ("<noscript><style>x</style><body><p>bir<svg/><p>ikki", "bir ikki"),
        ("a < b <3 c", "a < b <3 c"),
        ("<p>bir </ p>ikki <?php x ?>uch", "bir ikki uch"),
        ("bir<br/>ikki</br>uch", "bir ikki uch"),
        ("<td>bir</td>", "bir"),
        ("<a href='x>y' title=\"b>c\">havola</a>", "havola"),
        ("<p>torn <a href='", "torn"),
        ("<textarea><p>x</textarea>matn", "matn"),
        ("<p>bir\x00ikki\ud800", "bir ikki\ufffd"),
        ("", ""),
    ],
)
def test_text_stays_text(html: str, text: str) -> None:
    tree = Tree(parsable(html).text)
    assert (tree.text(0) if len(tree) else "") == text
