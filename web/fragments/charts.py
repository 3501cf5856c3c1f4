"""The histogram as HTML: its chart, whose bars are links, and the rows of the table that says the same."""

from collections.abc import Iterable
from typing import Final

from markupsafe import Markup, escape

from web.fragments.numbers import number_html
from web.i18n.messages import Messages
from web.presenters.histogram import Chart, Column, Row, Tick

_BAR_SHARE: Final = 0.78  # of the height of what a bar stands in, that the highest bar has
_PLACES: Final = {"": ' class="hist"', "full": ' class="hist full"', "few": ' class="hist few"'}


def chart_html(chart: Chart, label: str, place: str, messages: Messages) -> Markup:
    """Return a chart that is called so; `place` says where it stands alone: "full", "few" or anywhere ("")."""
    columns = chart.columns
    bars = "".join([_bar(column, chart.share, messages, last=column is columns[-1]) for column in columns])
    hidden = "" if chart.ticks and chart.ticks[0].url else ' aria-hidden="true"'
    top, half = number_html(messages, chart.top), number_html(messages, chart.top // 2)
    return Markup(  # noqa: S704  # every text in it is escaped
        f'<figure{_PLACES[place]}><svg height="8em">\n'
        '<svg y="18%" height="64%" viewBox="0 0 100 100" preserveAspectRatio="none">'
        f'<path d="{chart.archive}M0 0H100M0 50H100M0 100H100"/></svg>\n'
        f'<g text-anchor="end" role="group" aria-label="{escape(label)}">\n{bars}</g>\n'
        '<g aria-hidden="true" stroke="Canvas" stroke-width="3" paint-order="stroke">'
        f'<text y="14%">{top}</text><text y="48%">{half}</text></g>\n'
        f'<g text-anchor="middle"{hidden}>\n{"".join(map(_tick, chart.ticks))}</g></svg></figure>\n'
    )


def rows_html(rows: Iterable[Row], messages: Messages) -> Markup:
    """Return the rows of the table."""
    written = "".join([_row(row, messages) for row in rows])
    return Markup(written)  # noqa: S704  # every text in it is escaped


def _tick(tick: Tick) -> str:
    spare = ' class="full"' if tick.spare else ""
    name = escape(tick.label)
    if tick.url:
        return f'<a href="{escape(tick.url)}" rel="nofollow"{spare}><text x="{tick.x}%" y="97%">{name}</text></a>'
    return f'<text x="{tick.x}%" y="97%"{spare}>{name}</text>'


def _bar(column: Column, share: float, messages: Messages, *, last: bool) -> str:
    skipped = "" if last else ' tabindex="-1"'
    chosen = ' class="on"' if column.selected else ""
    top = round(100 - column.height * _BAR_SHARE, 1)
    bar = f'<rect class="b" x="10%" y="{top}%" width="80%" height="100%"/>' if column.count else ""
    return (
        f'<a href="{escape(column.url)}"{skipped} rel="nofollow"{chosen}><svg x="{column.left}%" width="{share}%"'
        f' height="82%"><rect class="hit" width="100%" height="100%"/>{bar}</svg><text x="100%" y="14%">'
        f"{escape(column.label)}: {number_html(messages, column.count)}</text></a>\n"
    )


def _row(row: Row, messages: Messages) -> str:
    column = row.column
    chosen = ' class="on"' if column.selected else ""
    return (
        f'<tr{chosen}><th scope="row"><a href="{escape(column.url)}" rel="nofollow">{escape(column.label)}</a></th>'
        f'<td>{number_html(messages, column.count)}</td><td><svg width="100%" height=".6em" aria-hidden="true">'
        f'<rect class="b" width="{row.length}%" height="100%"/></svg></td></tr>\n'
    )
