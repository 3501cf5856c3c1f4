"""The identity of a record: an id that stays the same in the next export, and its address without what varies."""

import hashlib
import re
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from index.records import release_id
from index.records.word_sets import word_set

_TRACKING: Final = re.compile(
    r"utm_\w+|fbclid|gclid|yclid|ysclid|from|ref|_openstat|mc_[ce]id|igshid|amp|share|lang_switch", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"\d+")
_URI: Final = re.compile(r"[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE)
_OPAQUE: Final = re.compile(
    r"[0-9a-f]{24}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE
)  # Mongo's and UUID
_DATE_IN_PATH: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?!\d)")
_PACKED_IN_PATH: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")
# an address that is canonical but for its scheme, as most are: nothing of it is to be looked at more closely
_PLAIN_ADDRESS: Final = re.compile(
    r"https?://((?!amp\.)[A-Za-z0-9.-]+)((?!/amp/)(?:/[A-Za-z0-9._~-]+)+)(?<!/amp)", re.ASCII
)
_UNFIT: Final = re.compile(r"[^\w.~-]+")
_LONGEST: Final = 160  # code points of an id; a longer one ends in a digest
_LANGUAGE_PART: Final = word_set(
    "uz oz ru en kaa kr uzb rus eng kk tg cyr lat latn cyrl kiril lotin qq uz-latn uz-cyrl"
)


def canonical(address: str) -> str:
    """Return an address as host and path, without scheme, www, last slash, AMP and parameters that count visits."""
    if plain := _PLAIN_ADDRESS.fullmatch(address):
        return plain[1].lower().removeprefix("www.") + plain[2]
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    host = (parts.netloc.rpartition("@")[2] or "").lower().removeprefix("www.").removesuffix(":443").removesuffix(":80")
    steps = [step for step in parts.path.split("/") if step]
    if steps[:1] == ["amp"]:
        steps = steps[1:]
    if steps[-1:] == ["amp"]:
        steps = steps[:-1]
    if host.startswith("amp."):
        host = host.removeprefix("amp.")
    kept = sorted((name, value) for name, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(name))
    query = "&".join(f"{name}={value}" for name, value in kept)
    path = "/".join(unquote(step) for step in steps)
    return "/".join(part for part in (host, path) if part) + (f"?{query}" if query else "")


def without_tracking(address: str) -> str:
    """Return an address as given, but for the parameters that only count visits."""
    before, question, query = address.partition("?")
    if not question:
        return address
    query, hash_sign, place = query.partition("#")
    kept = "&".join(pair for pair in query.split("&") if pair and not _TRACKING.fullmatch(pair.partition("=")[0]))
    return before + (f"?{kept}" if kept else "") + hash_sign + place


def host_of(address: str) -> str:
    """Return the host of an address, "" where it has none."""
    return canonical(address).partition("/")[0].partition("?")[0] if "://" in address else ""


def without_language(address: str) -> str:
    """Return a canonical address without the part that names a language: twins of a site share the rest."""
    host, slash, path = address.partition("/")
    steps = path.split("/")
    return host + slash + "/".join(step for step in steps if step.lower() not in _LANGUAGE_PART)


def day_in_address(address: str) -> str:
    """Return the day that an address names (/2026/03/05/), as 2026-03-05; "" where it names none."""
    path = canonical(address).partition("/")[2]
    found = _DATE_IN_PATH.search(path) or _PACKED_IN_PATH.search(path)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else ""


def id_of(*, given: str, slug: str, address: str, namespace: str, host: str, language: str, numbered: bool) -> str:
    """Return the id that a record's own fields give, "" where they give none.

    `given` is what the export calls its id, `namespace` what it calls itself (its file, its table), `host` its site.
    A bare number is an id of many sites at once, so it never stands alone where a format is `numbered`; an address as
    an id is no better than the release's own, and what a database made up comes after what a person reads.
    """
    if given and not numbered:
        return release_id.checked(given)
    is_bare = _NUMBER.fullmatch(given) is not None
    if given and not is_bare and not _URI.fullmatch(given) and not is_opaque(given):
        return fit(given)
    if slug.strip("/"):
        return fit("-".join(part for part in (host or namespace, language, slug.strip("/")) if part))
    if address:
        return fit(canonical(address))
    if is_bare:
        return fit("-".join(part for part in (host or namespace, language, given) if part))
    return fit(given)


def is_opaque(given: str) -> bool:
    """Say whether an id is one that a database made up: of MongoDB, or a UUID."""
    return _OPAQUE.fullmatch(given) is not None


def fit(text: str) -> str:
    """Return a text as an id fit for an address and a file's name; letters of any script stay."""
    name = _UNFIT.sub("-", text.replace("@", "-")).strip("-.")
    if len(name) > _LONGEST:
        digest = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:12]
        name = f"{name[: _LONGEST - 13]}-{digest}"
    return release_id.checked(name)


def namespace_of(stem: str) -> str:
    """Return what an export of any day is called: its file's name without numbers (export-2026-03-05 → export)."""
    words = (word for word in re.split(r"[\W_]+", stem.lower()) if word and not word.isdigit())
    return "-".join(words)
