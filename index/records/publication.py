"""The state of publication: what the fields of an export say of a record that is no release for the public."""

from typing import Any, Final

from index.records.field_names import folded
from index.records.moments import NoDay, day_of
from index.records.word_sets import word_set

_PUBLIC: Final = frozenset(
    map(
        folded,
        word_set(
            "publish published public 1 2 true t yes y on active enabled approved visible open inherit live "
            "released ok done chop_etilgan nashr_qilingan faol eʼlon_qilingan ha tasdiqlangan опубликовано "
            "опубликован активен активно да statuspublished archive archived archived_public final finished "
            "ready moderated accepted 200 success arxiv arxivlangan архив в_архиве eʼlon_qilindi chop_etildi "
            "joylashtirilgan joylandi koʻrinadi ochiq вкл включено show shown"
        ),
    )
)  # 2 and "archived" are on the site in Joomla's words
_REASONS: Final = {
    folded(word): reason
    for reason, words in {
        "draft": "draft auto-draft autodraft qoralama черновик pending needs_review review moderation on_moderation "
        "new kutilmoqda на_модерации editing in_progress moderatsiyada moderatsiya на_проверке tahrirda "
        "koʻrib_chiqilmoqda tasdiqlanmagan tayyorlanmoqda в_работе on_review submitted",
        "trash": "trash in_trash trashed deleted removed oʻchirilgan удалено удален удалён savatda bin "
        "в_корзине корзина oʻchirildi",
        "private": "private internal closed yopiq ichki скрыто скрыт yashirin yashirilgan закрыто "
        "внутреннее members restricted",
        "inactive": "inactive unpublished disabled hidden n no nofaol неактивен нет off blocked rejected "
        "declined expired yoʻq chop_etilmagan not_published unapproved nashr_qilinmagan nashr_etilmagan "
        "eʼlon_qilinmagan faol_emas rad_etilgan bloklangan не_опубликовано не_опубликован неактивно отклонено "
        "отключено откл выкл hide",
        "future": "future scheduled rejalashtirilgan запланировано запланирован delayed queued",
    }.items()
    for word in words.split()
}
_ZEROS: Final = frozenset(("0", "false", "f"))
_EMPTY: Final = frozenset(("", "0", "false", "none", "null", "n", "no", "f"))


def why_not_public(status: list[tuple[str, Any]], hidden: list[tuple[str, Any]], password: str) -> str:
    """Return why a record is not for the public, "" where it is; each value comes with the name that it stood under."""
    if password.strip():
        return "password"
    for name, value in status:
        word = str(value).strip().lower()
        if word == "-2":
            return f"trash ({name} -2)"
        if word in _ZEROS:
            return f"unpublished ({name} {word})"
        if reason := _REASONS.get(folded(word).removeprefix("status")):
            return reason
    for name, value in hidden:
        word = str(value).strip().lower()
        if word not in _EMPTY and not word.startswith("0000-00"):
            return (
                "trash"
                if "del" in folded(name) or "trash" in folded(name)
                else "draft"
                if "draft" in name
                else "private"
            )
    return ""


def is_status(value: Any) -> bool:
    """Say whether a value is a word for a state: `published` is a day in one export and yes or no in another."""
    if isinstance(value, bool):
        return True
    word = folded(str(value)).removeprefix("status")
    return word in _PUBLIC or word in _REASONS or word in _ZEROS


def is_unknown_status(value: Any) -> bool:
    """Say whether nobody knows a word for a state."""
    text = str(value).strip()
    if not text or is_status(value):
        return False
    try:
        day_of(text)
    except NoDay:
        return True
    return False
