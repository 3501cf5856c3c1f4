from web.fragments.options import option_html, options_html
from web.i18n.messages import catalog
from web.presenters.facet_panel import Option

UZ = catalog("uz")


def test_a_checkbox_says_its_value_and_how_many_releases_it_gives() -> None:
    assert option_html(Option("a-b", "A & B", 1234, checked=True), "source", UZ) == (
        '<label><input type="checkbox" form="search" name="source" value="a-b" checked><span>A &amp; B</span>'
        '<span class="n">1\xa0234<span class="sr"> ta xabar</span></span></label>'
    )


def test_a_value_without_releases_is_marked_and_every_one_is_an_item() -> None:
    shown = options_html([Option("a", "A", 0, checked=False), Option("b", "B", 2, checked=False)], "source", UZ)
    assert shown.startswith('<li><label class="zero"><input')
    assert shown.count("</label></li>\n") == 2
