import datetime as dt

from search.release import Release
from tests.web.presenters.test_facet_panel import LABELS
from web.i18n.labels import Labels
from web.presenters.json_ld import news_article
from web.urls import Links


def test_what_is_not_known_is_left_out() -> None:
    said = news_article(Release("a", "Sarlavha"), "source", LABELS, Links())
    assert said == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Sarlavha",
        "alternateName": "Сарлавҳа",
        "inLanguage": "uz-Latn",
        "url": "/release/a",
    }


def test_a_release_in_cyrillic_has_its_latin_title_as_the_other_name() -> None:
    release = Release("a", "Мудофаа", "", dt.date(2026, 3, 5), source="ОзА", sectors=("savdo",), url="https://a.uz")
    said = news_article(release, "source", LABELS, Links())
    assert (said["inLanguage"], said["alternateName"]) == ("uz-Cyrl", "Mudofaa")
    assert (said["datePublished"], said["isBasedOn"], said["about"]) == ("2026-03-05", "https://a.uz", ["Savdo"])


def test_the_script_that_is_shown_is_the_headline() -> None:
    labels = Labels(LABELS.messages, "cyrl", LABELS.categories)
    said = news_article(Release("a", "Sarlavha"), "cyrl", labels, Links())
    assert (said["headline"], said["inLanguage"]) == ("Сарлавҳа", "uz-Cyrl")
