"""Boilerplate: the lines around a release's text that are none of it, and the office that they name as its source."""

import re
from typing import Final, NamedTuple

from index.records.source_line import is_source_word, source_line

_LAST: Final = 8  # paragraphs at the end among which signatures, links and tags stand
_FIRST: Final = 4  # paragraphs at the beginning among which a letterhead or a greeting stands
_SIGNS: Final = 20  # by which two lines of the same letters may differ in length
_LONGEST_SIGNATURE: Final = 160  # code points
_LONGEST_LINE: Final = 200  # code points of a line that may be no text
_RELATED_END: Final = 3000  # code points at the end of a text in which a list of others begins
_RELATED_LINES: Final = 12  # below a line that opens a list of other releases

_SERVICE: Final = (
    r"(?:(?:matbuot|axborot)\s+(?:xizmati|markazi|boʻlimi|boshqarmasi)|(?:матбуот|ахборот)\s+(?:хизмати|маркази|бўлими)"
    r"|press-sluzhba|pressa\s+xizmati|press[ -]xizmati|пресс-служба)"
)
_SERVICE_HINTS: Final = ("matbuot", "axborot", "матбуот", "ахборот", "press", "пресс")  # one is in each _SERVICE
_AGENCY: Final = "(?:oʻza|ўза|uza|узa|oʻzbekiston milliy axborot agentligi|dunyo ia)"
_SIGNATURE: Final = re.compile(
    rf"(?:[^.!?]{{0,120}}{_SERVICE}(?:\s*[,|/–—-]\s*{_AGENCY})?|{_AGENCY}(?:\s*,\s*[^.!?]{{0,60}}{_SERVICE})?)[.\s]*",
    re.IGNORECASE,
)
_GLUED: Final = re.compile(
    rf"(?<=[.!?»”\"])\s+((?:[^.!?]{{0,60}}\s)?{_SERVICE}(?:\s*,\s*{_AGENCY})?[.\s]*)$", re.IGNORECASE
)
_CREDIT: Final = re.compile(
    r"(?:foto|surat|surat muallifi|rasm|video|фото|сурат|суратчи|photo)\s*[:©]\s*.{0,100}|©.{0,100}", re.IGNORECASE
)
_MORE: Final = re.compile(
    r"(?:batafsil|batafsil maʼlumot|toʻliq(?: matn| oʻqish| maʼlumot)?|davomi|davomini oʻqish|havola|батафсил|тўлиқ"
    r"|давоми"
    r"|подробнее|читать далее|read more|more)\s*(?:[:.…»→>👉-]*\s*(?:https?://\S+|www\.\S+|t\.me/\S+)?|\s+(?:https?://\S+))\s*"
    r"|(?:batafsil|батафсил)\b[^.!?]{0,80}\b(?:havola|saytda|sayti(?:miz)?da|kanali?(?:miz)?da|sahifa(?:miz|si)?da"
    r"|ҳавола|сайти(?:миз)?да|канали?(?:миз)?да|саҳифа(?:миз|си)?да)\w*(?:\s+\w+)?[\s.!:]*",
    re.IGNORECASE,
)
_RELATED: Final = re.compile(
    r"(?:mavzuga (?:oid|doir)|shuningdek,? oʻqing|bu haqda oʻqing|boshqa yangiliklar|oʻxshash (?:xabarlar|yangiliklar)"
    r"|soʻnggi (?:yangiliklar|xabarlar)|tavsiya etamiz|мавзуга оид|шунингдек,? ўқинг"
    r"|бошқа янгиликлар|сўнгги (?:янгиликлар|хабарлар)"
    r"|читайте также|похожие новости|по теме|read also|related)\s*:?.{0,160}",
    re.IGNORECASE | re.DOTALL,
)
_SHARE: Final = re.compile(
    r"(?:ulashish|ulashing|boʻlishish|chop etish|nusxa olish|улашиш|бўлишиш|чоп этиш|поделиться|share|print)\b.{0,120}"
    r"|(?:doʻstlaringizga|xabarni|yangilikni|maqolani|дўстларингизга|хабарни|янгиликни|мақолани)\s.{0,40}"
    r"(?:ulash|joʻnat|yubor|улаш|жўнат|юбор).{0,30}"
    r"|(?:kanal(?:imiz)?ga|sahifa(?:miz)?ga|bizga|канал(?:имиз)?га)\s.{0,80}(?:obuna|qoʻshil|аъзо|обуна).{0,60}"
    r"|(?:bizni|бизни)\s+.{0,60}(?:kuzatib bor|kuzating|кузатиб бор).{0,80}"
    r"|xato topdingizmi.{0,120}|matnda xato.{0,120}|хато топдингизми.{0,120}|нашли ошибку.{0,120}"
    r"|(?:koʻrishlar|koʻrildi|oʻqildi|кўрилди|кўришлар|ўқилди|просмотров|views)(?: soni)?"
    r"\s*[:—-]?\s*[\d  .,]+(?:marta|марта|ta|та|kishi|киши)?",
    re.IGNORECASE,
)
# What was taken is never given back: a line of names or tags can be cut in so many ways that 200 signs take hours.
# By atomic groups: possessive repeats of groups go wrong before Python 3.11.5 (python/cpython#106052).
_NETWORKS: Final = re.compile(
    r"(?>(?:(?>(?:[^\w@]|_|@(?=https?://|www\.|(?!\w{3,40}\b)))*)(?>(?:telegram|facebook|instagram|youtube|twitter|x"
    r"|tiktok|linkedin|whatsapp|ok|vk|rasmiy sayt|veb-?sayt|sayt|website|web|телеграм|фейсбук|сайт|kanal|bot|rutube"
    r"|threads|@\w{3,40})\b|(?:https?://|www\.|t\.me/)[^\w\s]*+\w\S*)(?>(?:(?!https?://|www\.|t\.me/)[/\w])*))+)"
    r"[\W_]*+",
    re.IGNORECASE,
)
_TAGS: Final = re.compile(
    r"(?>(?:(?>(?:[^\w#]|_|#(?![\w'ʻʼ‘’`-]))*)#[\w'ʻʼ‘’`-]++)+)[\W_]*+"
    r"|(?:teglar|tags|теги|калит сўзлар|kalit soʻzlar)\s*:.{0,160}",
    re.IGNORECASE,
)
_RULE: Final = re.compile(r"[\W_]+")
_LETTERHEAD: Final = re.compile(
    r"(?:press[- ]?reliz|матбуот учун|пресс[- ]?релиз|press[- ]release|matbuot uchun|axborot|xabarnoma|ахборот"
    r"|хабарнома|matbuot (?:relizi|bayonoti|xabari)|матбуот (?:релизи|баёноти|хабари))\W*"
    r"|(?:№|n|raqami?\s*:)\s*[\w/-]{0,12}\d[\w/-]{0,12}(?:\s.{0,80})?",
    re.IGNORECASE,
)
_OFFICE_HEAD: Final = re.compile(  # it ends in what an office is, or begins with it in Russian
    r".*(?:respublikasi|vazirligi|qoʻmitasi|agentligi|hokimligi|inspeksiyasi|boshqarmasi|xizmati|markazi|республикаси"
    r"|вазирлиги|қўмитаси|агентлиги|ҳокимлиги|инспекцияси|бошқармаси|хизмати|маркази)\W*"
    r"|(?:республика|министерство|агентство|комитет|хокимият)\b.*",
    re.IGNORECASE,
)
_TELEPHONE: Final = re.compile(
    rf"(?:{_SERVICE}|aloqa|telefon|tel|тел|телефон|faks|факс|e-?mail|murojaat uchun)\b\s*[:.]?\s*.{{0,80}}"
    r"(?:\(?\d{2,4}\)?[\s\d-]{5,}|\S+@\S+).{0,60}",
    re.IGNORECASE,
)
_GREETING: Final = re.compile(
    r"(?:assalomu? alay?kum|ассалому? алайкум|hurmatli (?:hamkasblar|tahririyat|jurnalistlar)|[ҳх]урматли [ҳх]амкасблар"
    r"|здравствуйте|уважаемые коллеги|dear colleagues)\b.{0,80}",
    re.IGNORECASE,
)
_REQUEST: Final = re.compile(
    r"(?:quyidagi|ilova qilingan|қуйидаги|илова қилинган).{0,80}"
    r"(?:soʻray|eʼlon qilish|chop et|joylashtir|сўрай|эълон қилиш|жойлаштир).{0,60}",
    re.IGNORECASE,
)
_FAREWELL: Final = re.compile(
    r"(?:hurmat bilan|ehtirom ila|[ҳх]урмат билан|с уважением|regards|best regards)\b.{0,60}", re.IGNORECASE
)
_ORNAMENT: Final = re.compile(
    "^(?:[\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0e\ufe0f\u200d\u20e3]\\s*)+"
)
_APOSTROPHES: Final = re.compile("['`´‘’ʼ]")
_O_OR_G: Final = re.compile("(?<=[oOgG])ʼ")
# What such lines hold, in small letters: where a line has none of it, nothing is looked at more closely.
_HINTS: Final = (
    *("manba", "манба", "источник", "source", "xizmati", "хизмати", "служб", "axborot", "ахборот", "matbuot"),
    *("матбуот", "press", "foto", "surat", "сурат", "фото", "photo", "rasm", "video", "©", "batafsil", "батафсил"),
    *("тўлиқ", "davomi", "давоми", "havola", "read more", "подробн", "читать", "ulash", "улаш", "lishish", "лишиш"),
    *("chop et", "чоп эт", "поделит", "share", "print", "obuna", "обуна", "kuzat", "кузат", "xato", "хато", "ошибк"),
    *("qildi:", "кўри", "просмотр", "views", "telegram", "facebook", "@", "http", "www.", "t.me", "#", "teglar"),
    *("tags", "теги", "tel.", "tel:", "тел.", "тел:", "telefon", "телефон", "faks", "факс", "aloqa:", "aloqa uchun"),
    *("murojaat uchun", "kalit s", "калит с", "№", "laykum", "lekum", "лайкум", "hurmat", "ҳурмат", "уважаем", "dear"),
    *("regards", "ehtirom", "quyidagi", "қуйидаги", "ilova q", "илова қ", "ўза", "uza", "reliz", "релиз", "xabarnoma"),
    *("raqam:", "dunyo ia", "хурмат", "хабарнома"),
    *(begin + sign + end for begin, end in (("to", "liq"), ("o", "za"), ("ko", "ri")) for sign in "ʻʼ‘’'`´"),
)
_RELATED_HINTS: Final = (
    *("avzuga oid", "avzuga doir", "huningdek", "u haqda o", "oshqa yangilik", "xshash", "nggi yangilik", "nggi xabar"),
    *("avsiya etamiz", "авзуга оид", "унингдек", "ошқа янгилик", "ўнгги янгилик", "ўнгги хабар", "итайте также"),
    *("охожие новости", "о теме", "ead also", "elated"),
)


class OwnText(NamedTuple):
    """The paragraphs that are a release's own, and the office that the others named, "" where none did."""

    paragraphs: list[str]
    source: str


def own_text(paragraphs: list[str], title: str = "") -> OwnText:
    """Take off what is not a release's text: its title once more, letterheads, signatures, links, tags and their like.

    Only whole lines go, and only at the beginning and the end; a list of other releases ends the text.
    """
    kept = list(paragraphs)
    if kept and title and _says_the_same(kept[0], title) and not _goes_on(kept[1:]):
        del kept[0]
    if not kept:
        return OwnText(kept, "")
    if _may_be_none(kept[0]):
        kept = _without_head(kept, title)
    kept = _without_related(kept)
    may_end = any(_may_be_none(paragraph[-_LONGEST_LINE:]) for paragraph in kept[-2:])
    return _without_tail(kept) if may_end else OwnText(kept, "")


def without_ornaments(text: str) -> str:
    """Return a line without the signs and pictures that it begins with."""
    return _ORNAMENT.sub("", text)


def is_rule(text: str) -> bool:
    """Say whether a paragraph is a line of signs between two parts."""
    return _RULE.fullmatch(text) is not None


def is_letterhead(text: str) -> bool:
    """Say whether a line at the beginning only says what the document is, or names in capitals whose it is."""
    plain = _plain(text)
    if len(plain) > _LONGEST_LINE:
        return False
    return _LETTERHEAD.fullmatch(plain) is not None or (plain.isupper() and _OFFICE_HEAD.fullmatch(plain) is not None)


def says_again(lead: str, text: str) -> bool:
    """Say whether a lead, also one that was cut short, only says how a text begins."""
    short, whole = _letters(lead), _letters(text)
    return whole.startswith(short) or short in whole


def _may_be_none(text: str) -> bool:
    """Say whether a line may be none of the text: it is short, or ends in what may be a signature."""
    if len(text) > _LONGEST_LINE:
        return False
    small = text.lower()
    for hint in _HINTS:  # a loop costs half of what any() does, and this runs for every release
        if hint in small:
            return True
    return not any(sign.isalnum() for sign in small)


def _goes_on(paragraphs: list[str]) -> bool:
    """Say whether what follows a line goes on with its sentence: then the line is text, and was taken as the title."""
    return bool(paragraphs) and paragraphs[0][:1].islower()


def _without_head(paragraphs: list[str], title: str) -> list[str]:
    first = 0
    for number, paragraph in enumerate(paragraphs[:_FIRST]):
        if len(paragraph) > _LONGEST_LINE:
            break
        plain = _plain(paragraph)
        if any(form.fullmatch(plain) for form in (_LETTERHEAD, _GREETING, _REQUEST)) or (
            first == number and title and _says_the_same(paragraph, title) and not _goes_on(paragraphs[number + 1 :])
        ):
            first = number + 1
    return paragraphs[first:]


def _without_related(paragraphs: list[str]) -> list[str]:
    """Cut a text at a line that opens a list of others, where nothing but a few short lines comes after it."""
    if len(paragraphs) == 1 and "\n" not in paragraphs[0]:
        return paragraphs  # most releases are one line, and no list begins with the first
    end = "\n".join(paragraphs[-_RELATED_LINES - 2 :])[-_RELATED_END:]
    for hint in _RELATED_HINTS:
        if hint in end:
            break
    else:
        return paragraphs
    for number, paragraph in enumerate(paragraphs):
        first, _, rest = paragraph.partition("\n")
        if not number or len(first) > _LONGEST_LINE or not _RELATED.fullmatch(_plain(first)):
            continue
        lines = [line for later in (rest, *paragraphs[number + 1 :]) for line in later.split("\n") if line]
        if len(lines) <= _RELATED_LINES and all(len(line) <= _LONGEST_LINE for line in lines):
            return paragraphs[:number]
    lines = paragraphs[-1].split("\n") if paragraphs else []
    for number, line in enumerate(lines):
        if number and _RELATED.fullmatch(_plain(line)) and all(len(later) <= _LONGEST_LINE for later in lines[number:]):
            return [*paragraphs[:-1], "\n".join(lines[:number])]
    return paragraphs


def _without_tail(paragraphs: list[str]) -> OwnText:
    kept = list(paragraphs)
    named = signed = ""
    taken = 0
    while kept and taken < _LAST:
        lines = kept[-1].split("\n")
        if len(lines[-1]) > _LONGEST_LINE:
            break
        plain = _plain(lines[-1])
        above = lines[-2] if len(lines) > 1 else kept[-2] if len(kept) > 1 else ""
        above = _plain(above) if len(above) <= _LONGEST_LINE else ""
        if source := source_line(without_ornaments(lines[-1].strip())):
            named = named or source.name
            if source.text:
                kept[-1] = "\n".join((*lines[:-1], source.text))
                taken += 1
                continue
        elif is_source_word(above) and plain:
            named = named or without_ornaments(lines[-1]).strip(" .")  # the value stands below the word
            lines = lines[:-2] if len(lines) > 1 else lines[:-1]
            if not lines:
                kept.pop()
                lines = kept[-1].split("\n")[:-1]
            kept[-1:] = ["\n".join(lines)] if lines else []
            taken += 1
            continue
        elif len(plain) <= _LONGEST_SIGNATURE and _SIGNATURE.fullmatch(plain):
            signed = signed or lines[-1].strip(" .")
        elif not _is_no_text(plain):
            break
        lines.pop()
        kept[-1:] = ["\n".join(lines)] if lines else []
        taken += 1
    if kept and (glued := _glued_signature(kept[-1])):
        signed = signed or kept[-1][-len(glued[1]) :].strip(" .")
        kept[-1] = kept[-1][: -len(glued[1])].rstrip()
    if not kept:
        return OwnText(list(paragraphs), named)
    return OwnText(kept, named or signed)


def _glued_signature(paragraph: str) -> re.Match[str] | None:
    """Find a signature that stands behind the last sentence of a paragraph."""
    end = _plain(paragraph[-_LONGEST_LINE:])
    small = end.lower()
    return _GLUED.search(end) if any(hint in small for hint in _SERVICE_HINTS) else None


def _is_no_text(plain: str) -> bool:
    if not plain or is_rule(plain):
        return True
    forms = (_CREDIT, _MORE, _SHARE, _TAGS, _TELEPHONE, _FAREWELL, _NETWORKS)
    return any(form.fullmatch(plain) for form in forms)


def _plain(text: str) -> str:
    """Return a line for comparison, of the same length but for what it begins with: one sign for each apostrophe."""
    return _O_OR_G.sub("ʻ", _APOSTROPHES.sub("ʼ", without_ornaments(text.strip()))).strip()


def _says_the_same(one: str, other: str) -> bool:
    return abs(len(one) - len(other)) <= _SIGNS and _letters(one) == _letters(other)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()
