"""A release as schema.org data, for those who read pages by machine."""

from typing import Any

from search import uzbek
from search.release import Release
from web.labels import Labels
from web.links import Links, web_address
from web.marks import in_script, tag


def news_article(release: Release, script: str, labels: Labels, links: Links) -> dict[str, Any]:
    """Return a release as a NewsArticle; what is not known is left out."""
    title = in_script(release.title, script)
    shown = tag(release.title or release.body, script)
    other = uzbek.to_latin(release.title) if shown == "uz-Cyrl" else uzbek.to_cyrillic(release.title)
    known = {
        "headline": title,
        "alternateName": other if other != title else None,
        "inLanguage": shown,
        "datePublished": release.date.isoformat() if release.date else None,
        "publisher": {"@type": "Organization", "name": in_script(release.source, script)} if release.source else None,
        "about": [labels.category("sector", slug) for slug in release.sectors],
        "isBasedOn": web_address(release),
        "url": links.release(release.id),
    }
    return {"@context": "https://schema.org", "@type": "NewsArticle", **{k: v for k, v in known.items() if v}}
