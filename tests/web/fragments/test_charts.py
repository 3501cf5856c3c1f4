from web.fragments.charts import chart_html, rows_html
from web.i18n.messages import catalog
from web.presenters.histogram import Chart, Column, Row, Tick

UZ = catalog("uz")
FIRST = Column("2024-yil", 0, "/?from=2024&to=2024", selected=False, left=0.0, height=0.0)
LAST = Column("2025-yil", 3, "/?from=2025&to=2025", selected=True, left=50.0, height=75.0)
TICKS = (Tick("2024", "/?a&b", 25.0), Tick("2025", None, 75.0, spare=True))


def test_bars_are_links_and_the_last_alone_is_reached_by_the_keyboard() -> None:
    shown = chart_html(Chart((FIRST, LAST), 50.0, TICKS, 4, "M0 0V1"), "Hujjatlar <yil>", "full", UZ)
    assert shown.startswith('<figure class="hist full"><svg height="8em">\n')
    assert 'd="M0 0V1M0 0H100M0 50H100M0 100H100"' in shown
    assert 'aria-label="Hujjatlar &lt;yil&gt;"' in shown
    first, last = (line for line in shown.split("\n") if 'class="hit"' in line)
    assert first.startswith('<a href="/?from=2024&amp;to=2024" tabindex="-1" rel="nofollow"><svg x="0.0%" width="50')
    assert 'class="b"' not in first
    assert last.startswith('<a href="/?from=2025&amp;to=2025" rel="nofollow" class="on"><svg')
    assert '<rect class="b" x="10%" y="41.5%"' in last
    assert last.endswith('<text x="100%" y="14%">2025-yil: 3</text></a>')
    assert '<a href="/?a&amp;b" rel="nofollow"><text x="25.0%" y="97%">2024</text></a>' in shown
    assert '<text x="75.0%" y="97%" class="full">2025</text></g></svg></figure>\n' in shown


def test_names_that_lead_nowhere_are_hidden_from_ears() -> None:
    nowhere = chart_html(Chart((FIRST,), 100.0, (Tick("2024", None),), 2, ""), "", "", UZ)
    assert '<g text-anchor="middle" aria-hidden="true">' in nowhere
    assert nowhere.startswith('<figure class="hist"><svg')


def test_a_row_of_the_table_has_the_same_link() -> None:
    shown = rows_html([Row(LAST, 100.0), Row(FIRST, 0.0)], UZ)
    assert shown.count("<tr>") == shown.count('<tr class="on">') == 1
    assert '<a href="/?from=2025&amp;to=2025" rel="nofollow">2025-yil</a></th><td>3</td>' in shown
    assert '<rect class="b" width="100.0%" height="100%"/>' in shown
