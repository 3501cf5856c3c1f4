"""Field names: what the columns and keys of exports are called, and which field of a release each of them is."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from index.records.word_sets import word_set
from search.uzbek import to_latin

# The one table: field → its names, the strongest first. Names are compared without case, blanks, signs, apostrophes
# and script (`Chop_etilgan sana` is `чопэтилгансана`). A person is never the source, and the moment of a change, of a
# crawl or of an expiry never the date: those names stand nowhere here.
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "title": (
        "title", "headline", "ie_name", "post_title", "sarlavha", "xabar sarlavhasi", "sarlavhasi", "nomi", "nom",
        "mavzu", "mavzusi", "заголовок", "название", "наименование", "тема", "subject", "heading", "header", "name",
        "news_title", "article_title", "page_title", "xabar nomi", "yangilik nomi", "titul", "yangilik sarlavhasi",
        "maqola nomi", "maqola sarlavhasi", "xabar mavzusi", "eʼlon nomi", "заголовок новости", "название новости",
        "headline_text", "long_title",
    ),
    "body": (
        "body", "content", "full_text", "fulltext", "full_story", "ie_detail_text", "detail_text", "detailtext", "text",
        "matn", "matni", "toʻliq matn", "toʻliq matni", "xabar matni", "maqola", "текст", "полный текст", "содержание",
        "post_content", "content_html", "body_html", "html", "article_body", "articlebody", "article_text", "news_text",
        "news_content", "body_value", "content:encoded", "message", "description_full", "maincontent", "main_text",
        "yangilik matni", "mazmuni", "mazmun", "текст новости", "материал", "bodytext", "asosiy matn",
        "xabarning matni", "maqola matni", "eʼlon matni", "xabar mazmuni", "toʻliq maʼlumot", "подробный текст",
        "детальное описание",
        "детальный текст", "основной текст", "plaintext", "raw_content", "body_text", "content_text",
    ),
    "lead": (
        "lead", "introtext", "short_story", "ie_preview_text", "preview_text", "previewtext", "anons", "анонс",
        "excerpt", "post_excerpt", "summary", "intro", "teaser", "short_text", "short_description", "description",
        "annotatsiya", "annotation", "qisqacha", "qisqacha matn", "qisqa matn", "кратко", "краткое содержание",
        "описание", "info", "subtitle", "standfirst", "abstract", "body_summary", "tavsif", "lid",
        "qisqa mazmuni", "qisqa maʼlumot", "qisqacha mazmuni", "анонс новости", "краткое описание", "короткий текст",
        "lead_text", "short_content",
    ),
    "date": (
        "date", "published_at", "publish_time", "published_on", "published", "publish_date", "published_date",
        "date_published", "datepublished", "publication_date", "publicationdate", "pub_date", "pubdate", "publish_up",
        "published_time", "date_time", "datetime", "post_date", "ie_active_from", "active_from", "date_active_from",
        "news_date", "sana", "sanasi", "chop etilgan sana", "chop etilgan vaqti", "eʼlon qilingan sana",
        "eʼlon qilingan vaqti", "nashr sanasi", "sana va vaqt", "joylashtirilgan sana", "дата", "дата публикации",
        "дата и время", "created", "created_at", "createdat", "date_created", "created_date", "creation_date",
        "created_on", "yaratilgan sana", "дата создания", "date_unixtime", "timestamp", "pubtime", "add_date",
        "category_and_date",
        "eʼlon sanasi", "xabar sanasi", "yangilik sanasi", "nashr vaqti", "nashr qilingan sana", "nashr etilgan sana",
        "joylangan sana", "berilgan sana", "kuni", "sana vaqt", "eʼlon vaqti", "joylashtirilgan vaqti",
        "chop etilgan", "nashr qilingan", "nashr etilgan", "eʼlon qilingan", "eʼlon qilindi", "опубликовано",
        "дата создания новости", "дата новости", "дата начала активности", "начало активности",
    ),
    "url": (
        "url", "link", "permalink", "canonical", "canonical_url", "href", "page_url", "web_url", "full_url",
        "source_url", "post_url", "news_url", "article_url", "havola", "havolasi", "manzil", "sahifa manzili", "ssilka",
        "ссылка", "адрес страницы", "адрес", "address", "uri",
        "sayt manzili", "internet manzili", "xabar havolasi", "yangilik havolasi", "sayt havolasi", "veb manzil",
        "ссылка на новость", "ссылка на страницу", "detail_page_url", "url_address", "absolute_url", "link_url",
    ),
    "source": (
        "source", "manba", "manbasi", "xabar manbasi", "tashkilot", "vazirlik", "idora", "muassasa", "organization",
        "organisation", "office", "agency", "publisher", "источник", "ведомство", "организация", "department",
        "source_name", "site", "site_name", "masʼul tashkilot", "tashkilot nomi", "vazirlik nomi", "idora nomi",
        "organization_name", "org_name", "наименование организации", "орган", "masʼul idora", "muassasa nomi",
    ),
    "rubric": (
        "rubric", "category", "category_title", "category_name", "section", "articlesection", "boʻlim", "rukn",
        "ruknlar", "turkum", "kategoriya", "раздел", "рубрика", "категория", "ic_group0", "categories", "news_category",
        "category_title", "rubrika", "rubrikasi", "yangiliklar turi", "rukn nomi", "boʻlim nomi",
        "kategoriya nomi", "turkum nomi", "название раздела", "название категории", "boʻlimi", "rukni",
        "turkumi", "раздел сайта",
    ),
    "sectors": ("sectors", "sector", "soha", "sohasi", "sohalar", "activity_title", "отрасль", "сфера"),
    "regions": ("regions", "region", "hudud", "hududi", "viloyat", "регион", "область"),
    "id": (
        "id", "_id", "ie_xml_id", "xml_id", "external_id", "guid", "post_id", "news_id", "article_id", "nid",
        "drupal_internal__nid", "ie_id", "item_id", "kod", "xabar raqami", "identifikator",
    ),
    "slug": (
        "slug", "alias", "alt_name", "ie_code", "code", "post_name", "url_slug", "seo_url", "chpu", "path_alias",
        "slug_url",
    ),
    "uuid": ("uuid", "translation_id", "translation_of", "original_id", "translation_group", "tnid", "trid"),
    "status": (
        "status", "state", "active", "ie_active", "is_active", "approve", "approved", "is_approved", "published",
        "is_published", "ispublished", "visible", "is_visible", "enabled", "public", "is_public", "holat", "holati",
        "faol", "статус", "активность", "активен", "publish", "moderation", "moderated",
        "visibility", "publication_status", "publish_status", "post_status", "news_status", "workflow_state",
        "moderation_state", "статус публикации", "nashr holati",
    ),
    "hidden": (
        "deleted", "is_deleted", "deleted_at", "is_draft", "draft", "hidden", "is_hidden", "trashed", "archived_draft",
        "oʻchirilgan", "удалено", "trash", "in_trash", "private", "is_private",
    ),
    "password": ("password", "post_password"),
    "type": ("type", "post_type", "content_type"),
    "language": ("language", "lang", "langcode", "locale", "til", "tili", "язык", "inlanguage", "lang_code",
        "languages_code", "language_code", "locale_code"),
}  # fmt: skip

# What sites write for a language and a script. They are hints and no more: `oz` is Latin on one site and Cyrillic on
# another, so letters decide which is which.
LANGUAGES: Final = word_set(
    "uz oz ru en kaa kr kk tg ky tr qq qr uzb rus eng uzl uzc uzk latn lat latin lotin cyr cy cyrl kir kril "
    "krill kiril kirill cyrillic uzlatn uzcyrl uzlat uzcyr uzkr ozbek ozbekcha rus ruscha inglizcha "
    "qoraqalpoqcha lotincha kirillcha ўз оз рус рў russkiy english karakalpak uzbek russian"
)
# words before a name that only say whose it is: field_sana, news_text, xabar_matni
_BEFORE: Final = word_set(
    "field news post article item press release xabar yangilik maqola reliz node ip prop property"
)
_OF_LANGUAGE: Final = word_set("tilida tili alifbosida alifbosi yozuvida yozuvi imlosida yazyke yazyk versiyasi")
_APOSTROPHES: Final = re.compile("['`´ʻʼ‘’ʹ]")
_WORDS: Final = re.compile(r"[^\W_]+")
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class FieldName(NamedTuple):
    """What a column's or key's name says.

    `field` is "" where nobody knows the name; `rank` is 0 for the strongest name of a field. `language` is what the
    name says of its language (`title_ru`), as written.
    """

    field: str
    rank: int
    language: str


@lru_cache(4096)
def field_of(name: str) -> FieldName:
    """Return which field a name is of, in any script, with or without the code of a language before or behind it."""
    if known := _BY_NAME.get(folded(name)):
        return FieldName(*known, "")
    words = _words(name)
    for count in (2, 1):  # uz-Cyrl are two
        if len(words) <= count:
            continue
        for code, rest in ((words[-count:], words[:-count]), (words[:count], words[count:])):
            if all(word in LANGUAGES for word in code) and (known := _BY_NAME.get("".join(rest))):
                return FieldName(*known, "-".join(code))
    if len(words) > 1 and words[0] in _BEFORE:
        return field_of("_".join(words[1:]))
    return FieldName("", 0, "")


def is_language(name: str) -> bool:
    """Say whether a name is nothing but the code or the name of a language, as the keys of translations are."""
    words = _words(name)
    return 0 < len(words) <= 2 and all(word in LANGUAGES for word in words)


@lru_cache(4096)
def folded(name: str) -> str:
    """Return a name as names are compared: Latin, small, nothing but letters and digits."""
    return "".join(_WORDS.findall(_APOSTROPHES.sub("", to_latin(name)).lower()))


def _words(name: str) -> list[str]:
    words = _WORDS.findall(_APOSTROPHES.sub("", to_latin(_CAMEL.sub("_", name))).replace("_", " ").lower())
    return [word for word in words if word not in _OF_LANGUAGE] if len(words) > 1 else words


def _by_name() -> dict[str, tuple[str, int]]:
    table: dict[str, tuple[str, int]] = {}
    for field, names in FIELDS.items():
        for rank, name in enumerate(names):
            table.setdefault(folded(name), (field, rank))
    return table


_BY_NAME: Final = _by_name()
