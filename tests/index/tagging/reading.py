"""Releases tagged by the tables that come with Izla."""

from index.tagging.tagger import Tagger, UnknownNames
from search.release import Release
from search.settings import ROOT
from tests.analyzers import SAMPLE
from tests.tagging import tag_releases

TAGGER = Tagger(ROOT / "corpus", SAMPLE)


def tag(release: Release) -> tuple[Release, UnknownNames]:
    return tag_releases(TAGGER, [release])[0]


def sectors(title: str, body: str = "") -> tuple[str, ...]:
    return tag(Release("a", title, body))[0].sectors


def regions(title: str, body: str = "") -> tuple[str, ...]:
    return tag(Release("a", title, body))[0].regions


def countries(title: str, body: str = "") -> tuple[str, ...]:
    return tag(Release("a", title, body))[0].countries
