"""Citation: a release as a reader names it in a text, with the address of where it was published."""

from urllib.parse import urlsplit

from search.release import Release
from web.i18n.labels import Labels
from web.i18n.markup import in_script, script_of
from web.urls import web_address


def citation(release: Release, labels: Labels, here: str | None) -> str:
    """Return office, title, day and address in the reader's language; what is not known is left out.

    `here` is the whole address of its page, None where the site has not said its own: it stands where the release
    names no address.
    """
    messages, script = labels.messages, script_of(release, labels.script)
    title = in_script(release.title, script) or messages.text("untitled")
    parts = (
        in_script(release.source, script).rstrip("."),
        messages.text("cited-title", title=title),
        messages.day(release.date).rstrip(".") if release.date else "",
        web_address(release) or here,
    )
    return ". ".join(part for part in parts if part)


def published_on(release: Release) -> str:
    """Return the host where a release was published, empty where it names no address."""
    return (urlsplit(web_address(release) or "").hostname or "").removeprefix("www.")
