"""Sharing: what messengers and social networks show where the address of a page is sent (Open Graph)."""

from dataclasses import dataclass
from typing import Final

from search.answer import Answer
from search.release import Release
from web.assets import asset
from web.endpoints import ENDPOINTS
from web.i18n.labels import Labels
from web.i18n.markup import in_script, script_of
from web.urls import Links

_LONGEST: Final = 200  # code points of a description


@dataclass(frozen=True, slots=True)
class Preview:
    """A page in a preview: `kind` is its og:type, `published` the day of a release, ISO, None where none is known.

    `url` and `image` are whole addresses, so None where the site has not said its own: what is kept for everybody
    holds no host that one reader named.
    """

    kind: str
    title: str
    description: str
    url: str | None
    image: str | None
    published: str | None = None


def of_release(release: Release, labels: Labels, links: Links, *, public: bool) -> Preview:
    """Return the preview of a release: its title and how its text begins, in the script that is shown."""
    script = script_of(release, labels.script)
    return Preview(
        "article",
        in_script(release.title, script) or labels.messages.text("untitled"),
        beginning(in_script(release.body, script)),
        links.release(release.id) if public else None,
        _picture(links) if public else None,
        release.date.isoformat() if release.date else None,
    )


def of_search(answer: Answer, labels: Labels, links: Links, *, public: bool) -> Preview:
    """Return the preview of a search: what was asked, in words, and how many releases there are."""
    title = labels.description(answer) or labels.messages.text("all-releases")
    hits = labels.messages.text("hits", n=answer.total)
    about = labels.messages.text("about")
    return of_page(title, f"{title}: {hits}. {about}", links.page(answer.query), links, public=public)


def of_page(title: str, description: str, url: str, links: Links, *, public: bool) -> Preview:
    """Return the preview of any other page at an address."""
    return Preview("website", title, description, url if public else None, _picture(links) if public else None)


def beginning(text: str) -> str:
    """Return the first words of a text on one line, with dots where it goes on."""
    line = " ".join(text.split())
    if len(line) <= _LONGEST:
        return line
    cut = line[: _LONGEST - 1]
    return f"{cut.rpartition(' ')[0] or cut} …"


def _picture(links: Links) -> str:
    return links.to(ENDPOINTS["assets.serve"].at(asset("mark.png").name))
