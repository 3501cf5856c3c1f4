"""A release as schema.org data, for those who read pages by machine."""

from typing import Any

from search import uzbek
from search.clock import moment
from search.facets.table import values_of
from search.query import Query
from search.release import Release
from web.endpoints import path_of
from web.i18n.labels import Labels
from web.i18n.markup import in_script, script_of, tag_of
from web.urls import Links, web_address


def news_article(release: Release, script: str, labels: Labels, links: Links) -> dict[str, Any]:
    """Return a release as a NewsArticle; what is not known is left out."""
    script = script_of(release, script)
    title = in_script(release.title, script)
    shown = tag_of(release, release.title or release.body, script)
    properties = {
        "headline": title,
        "alternateName": _in_other_script(release, title, shown),
        "inLanguage": shown,
        "datePublished": release.date.isoformat() if release.date else None,
        "publisher": _publisher(release, script, links),
        "about": [labels.category("sector", slug) for slug in release.sectors],
        "contentLocation": [
            {"@type": "Place", "name": labels.category(facet, slug)}
            for facet, slugs in (("region", release.regions), ("country", release.countries))
            for slug in slugs
        ],
        "dateModified": moment(release.changed) if release.changed else None,
        "isBasedOn": web_address(release),
        "url": links.release(release.id),
    }
    return {"@context": "https://schema.org", "@type": "NewsArticle", **{k: v for k, v in properties.items() if v}}


def _in_other_script(release: Release, title: str, shown: str) -> str | None:
    """Return the title in the script of Uzbek that is not shown, None where that is no other."""
    if not release.is_uzbek:
        return None
    other = uzbek.to_latin(release.title) if shown == "uz-Cyrl" else uzbek.to_cyrillic(release.title)
    return other if other != title else None


def _publisher(release: Release, script: str, links: Links) -> dict[str, Any] | None:
    """Return the source of a release as an Organization whose page is that of its releases."""
    if not release.source:
        return None
    named = {"@type": "Organization", "name": in_script(release.source, script)}
    (*_, value) = ("", *values_of("source", release))
    return {**named, "url": links.source(value)} if value else named


def website(title: str, links: Links) -> dict[str, Any]:
    """Return the site as a WebSite that can be searched; `links` make whole addresses."""
    action = {
        "@type": "SearchAction",
        "target": {
            "@type": "EntryPoint",
            "urlTemplate": links.template(path_of("pages.search")).replace("{searchTerms}", "{search_term}"),
        },
        "query-input": "required name=search_term",
    }
    home = links.page(Query())
    return {"@context": "https://schema.org", "@type": "WebSite", "name": title, "url": home, "potentialAction": action}
