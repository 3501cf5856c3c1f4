"""Which language a text is in, by letters that only some have, closed-class words, and how words end and begin.

Marks are folded away before a word is looked up, so that one table serves a language with its apostrophes, without
them, and with letters of one sign (boʻyicha, bo`yicha, boyicha, böyicha). The tables are hand-made for Izla; those of
Uzbek and Karakalpak are kept in Latin and read in Cyrillic also.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from search.uzbek import to_cyrillic

UZBEK: Final = "uz"
LANGUAGES: Final = (UZBEK, "ru", "en", "kaa", "kk", "ky", "tg", "tr", "tt")

_SEARCHED: Final = 1500  # code points of title and text that are looked at
_FIRST: Final = 500  # code points after which a text may be found to be Uzbek
_CLEAR: Final = 8.0  # by so much Uzbek leads where the rest need not be looked at
_LEAST: Final = 1.0  # below it a text has too little to tell
_SURE: Final = 2.0  # by so much a foreign paragraph among others leads Uzbek
_FEWEST_WORDS: Final = 2  # one word alone may be a name
_OF_WORD, _OF_BEGINNING, _OF_ENDING, _OF_SHORT_ENDING = 2.0, 1.0, 1.0, 0.5
_HEAD_START: Final = 0.5  # of Uzbek, which is what nearly all texts are in

# closed-class words, and the few nouns and verbs that stand in nearly every release
_WORDS: Final = {
    "uz": """va ham hamda bilan uchun bu shu ushbu mazkur oʻsha esa lekin ammo biroq yoki agar chunki balki faqat juda
        eng har barcha bir ikki uch toʻrt besh olti yetti sakkiz toʻqqiz oʻn yuz kabi singari qadar tomon tomonidan
        boʻyicha haqida toʻgʻrisida asosida orqali davomida doirasida munosabati keyin soʻng avval oldin hozir bugun
        kecha yil yilda yildan yili yilgi yilning kun kuni kunlari oy oyi soat nafar ta dona ming soʻm foiz edi ekan million milliard dollar
        emas bor yoʻq kerak mumkin lozim zarur boʻldi boʻladi boʻlib boʻlgan boʻlishi bor qilindi qildi qilish qilib
        qilgan qilingan qilinadi etildi etiladi etish etilgan etdi etib etgan maʼlum oʻz oʻzining ularning uning ular
        unda bunda shunda men sen biz siz qanday qaysi nima kim qachon qayerda necha nechta yangi katta kichik eʼlon
        oʻzbekiston oʻzbek vazirligi viloyati tumani shahri shahrida viloyatida tumanida viloyat tuman shahar qaror
        qarori farmoni qonun qonuni oʻtkazildi oʻtkaziladi oʻtkazish ochildi ochiladi boshlandi boshlanadi topshirildi
        berildi beriladi berish berdi olib borildi oʻtdi tashkil haqidagi boʻyi yana hech qoʻshma tashrif uchrashuv
        jami hamma ayni shunday bunday shuningdek jumladan xususan maqsadida kelgusi oʻtgan joriy""",
    "ru": """в на и с со по для из к ко о об обо от до при что как это этот эта эти этого этой этих его ее их им был
        была было были будет будут не но а или который которая которое которые которых когда где за под над между
        перед после во без через более года год году лет рублей сумов сума сум млрд миллион миллионов составил составила составило вырос выросла день дня сегодня все всех он она они мы вы
        уже еще только также чтобы если нет есть у ли же бы свой своих своей около около которой котором тыс млн
        открыт открыта открыто открыли прошел прошла прошло прошли состоялся состоялась состоялось состоялись
        пройдет пройдут новый новая новое новые новых республики области района города области министр министерство
        министерства узбекистана узбекистане ташкенте президента""",
    "en": """the of and to in for on with at by from that this is are was were be been has have had will would its
        their his her as it not or an which who also more new said after over under between during year years million
        percent they we you our all can may about into than other first two held opened""",
    "kaa": """hám menen ushın boyınsha haqqında haqqındaǵı bul usı sol bir eki úsh tórt bes altı jeti segiz toǵız on
        júz boldı bolıp bolǵan boladı bolıwı jıl jılı jılda jıldan jıldıń kún kúni bar joq emes dep arqalı keyin soń
        shekem eń barlıq óz óziniń onıń onı ol olar olardıń biz siz men sen múmkin kerek sonday usınday bunday
        tárepinen tiykarında tiykarınan etildi etiledi etiw etken etip etti islew islendi ótkerildi ótkeriledi
        ashıldı ashıladı baslandı baslanadı berildi beriledi edi eken jańa úlken kishi qaraqalpaqstan ózbekstan
        ózbekistan respublikası respublikasınıń ministrligi wálayatı rayonı qalası qalasında rayonında mámleket
        mámleketlik hákimligi hákimi joqarı joqarǵı keńes keńesi xalıq adam mıń swm procent daǵazaladı daǵazalandı
        dúzildi qabıl qararı nızamı sánesi qanday qaysı ne kim qashan búgin keshe hár hesh sonıń ishinde jáne yamasa
        biraq biraq egerde sebebi jámáát jergilikli aymaq""",
    "kk": """және мен бен пен үшін бойынша туралы бұл осы сол бір екі үш төрт бес алты жеті болды болып болған болады
        жыл жылы жылдың жылғы күн күні қазақстан республикасы республикасының бар жоқ емес деп деді арқылы кейін дейін
        ең барлық өз өзінің оның оны ол олар біз сіз немесе бірақ үкімет министрлігі облысы ауданы қаласы қаласында
        облысында жаңа үлкен мың миллион адам тиіс керек мүмкін қалай кім қандай сондай бүгін өтті өткізілді ашылды
        басталды етті етілді жүзеге мемлекет мемлекеттік халық""",
    "ky": """жана менен үчүн боюнча тууралуу бул ушул ошол бир эки үч төрт беш алты жети болду болуп болгон болот жыл
        жылы жылдын күн күнү кыргыз кыргызстан республикасы республикасынын бар жок эмес деп деди аркылуу кийин чейин
        эң баардык бардык өз өзүнүн анын аны ал алар биз сиз же бирок өкмөт министрлиги облусу облусунда району шаары
        шаарында жаңы чоң миң адам керек мүмкүн кандай ким бүгүн өттү өткөрүлдү ачылды башталды мамлекеттик
        мамлекет калк кылуу тийиш""",
    "tg": """ва аз дар ба бо барои то ки ё ин он аст буд шуд шуда шудааст мешавад мешаванд кард карда кардааст намуд
        намудааст намоянд доранд дорад гардид гардида баргузор ҷумҳурии тоҷикистон тоҷик вазорати вилояти ноҳияи шаҳри
        низ онҳо онро худ бошад бошанд ҳамчун байни оид сол соли сола як ду се чор панҷ ҳазор рӯзи рӯз ҳам ҳар пас
        зери рӯи миёни дигар нав кори давлатии раиси президенти имрӯз маҷлиси мо шумо вале нест кунад кунанд кунед шавад шаванд дод дода диҳад доир чунин роҳи бораи""",
    "tr": """ve ile için bu bir olarak olan oldu olduğu olacak da de ki gibi daha çok en her sonra önce kadar
        tarafından göre karşı üzerinde ise değil var yok ancak ama veya hem yıl yılı yılında gün günü türkiye türk
        cumhuriyeti bakanlığı bakanı etti edildi ettiği edilen yapıldı yapılan yeni büyük bin yüzde kişi şehrinde
        iki üç dört beş ilk açıldı başladı düzenlendi söyledi belirtti kendi onun o olup üzere""",
    "tt": """һәм белән өчен буенча турында бу шул ул бер ике өч дүрт биш булды булып булган була елы ел елда елның көн
        көне татарстан татар республикасы республикасының бар юк түгел дип диде аша соң кадәр иң барлык үз үзенең аның
        алар без сез яки ләкин әмма районы районында шәһәре шәһәрендә яңа зур мең кеше кирәк мөмкин ничек кем нинди
        бүген узды үтте ачылды башланды итте ителде дә дәүләт халык тиеш""",
}
# endings of two to four letters, of words that are longer by three
_ENDINGS: Final = {
    "uz": """ning lik larni arga arda larning moqda oqda ildi indi andi atdi aydi ydi digan lagan ligi iklar chilik chilar
        chi ishi ishni ishga ish ash yapti otgan sida siga idan sini ini ida iga masdan arim imiz ingiz riga rini rida
        uvchi ovchi shdi ladi lgan ngan tgan tirdi anda adi lari alar ilar asi isi usi iyat ati iti uti gan kan qan nish rish tish
        lish rish di ni ga da si li ri""",
    "ru": """ого его ому ему ыми ими ение ения ении ением ость ости ский ская ское ские ской ских ским ном ать ить лась
        лось лись ются ется ится ный ная ное ные ной ных ным вый вая вое вые вых ках тах тов ров нии ции ую ила или ает
        ают ание ании ой ых ый ая ое ие ые ий ет ут ть ов ам ах ии ем ло ся сь ом ой ей ал ан ны ки но""",
    "en": """tion ions ated ized ally ance ence ness able ties shed ment ents ings ever ther ough ould ight ies ers
        ely ned ted red ed es ly ng al te re ce se ne le me ve ge de ty th nt ts ds ks ms ls""",
    "kaa": """nıń niń dıń diń tıń tiń lar ler arın erin ında inde ına ine lıq lik ılıq ilik ıwı iwi ladı ledi ıldı ildi
        ındı indi andı endi nıń niń ınan inen ardı erdi ǵan gen arı eri erge larǵa erden shı shi adı edi uǵın ası esi ısı isi ıw iw dı
        di ǵa ge nı ni sı si lı li""",
    "kk": """ның нің дың дің тың тің лар лер дар дер тар тер ында інде ына іне лық лік дық дік тық тік ған ген қан кен
        ады еді ылды ілді ының інің ынан інен ушы уші асы есі ысы ісі ды ді ға ге ны ні сы сі лы лі""",
    "ky": """нын нин дын дин тын тин нун нүн дун дүн тун түн лар лер лор лөр дар дер дор дөр тар тер тор төр ында инде
        унда үндө луу лүү дуу дүү туу түү ган ген гон гөн кан кен уга үгө ылды илди уучу үүчү асы еси ысы иси ды ди ны
        ни сы си до дө го гө""",
    "tg": "ҳои ҳоро ҳое гии нии анд аанд иро онро аро ории онии вии тии ҳо ии ро аи ад ед",
    "tr": """lar ler nın nin nun nün ında inde ının inin ması mesi mak mek yor iyor acak ecek mış miş dır dir ları leri
        ından inden ndan nden lığı liği ılan ilen arak erek sı si dı di nı ni de te le ne me ye ce re se in ın un ün""",
    "tt": """ның нең лар ләр нар нәр ында ендә лык лек ган гән кан кән дән тән рга ргә ылды елде лары ләре ының енең
        учы үче асы әсе ысы есе ды де ны не сы се лы ле""",
}
# beginnings of five letters, the rest is for the reader
_BEGINNINGS: Final = {
    "uz": """vazir viloy tuman shaha yangi qurili qonun qaror boshq boshl ochil oʻtkaz tadbi yoshl masala hamko taqdi
        toshk xalqa davla qilin rahba muloq makta taʼlim oʻquvc koʻcha yigʻil qoʻshm sogʻli xizma jamiy farmo kenga
        loyih ishla fuqar iqtis muhok belgi yarat rivoj taʼmi qoʻlla koʻrsa koʻpro anjum sarma mahsu qishlo
        xoʻja tashki tashri imzol kelis bitim taklif murojaat oʻzgar muddat matbuot yigirm shartn xabar kutub bogʻch
        yoʻlov uchras mukof musob xorij tugʻil chora oʻrnat tayyor sayyoh qatnash yoʻnal topsh maʼmur""",
    "ru": """узбекс област город районн минист прошл состоя провед откры заверш реализ предпр предст сотруд повыш развит
        строит произв поддер обеспе встреч подпис рассмо обсужд увелич сниже гражд женщи молод здраво образо выста
        госуда налог закон прави решен постан поряд работ услуг измен запро устан проку школь учащи учебн сельс
        жителя населе назнач приня приг торже памят междун""",
    "en": "uzbek minist govern countr develo openi public commi throug projec region nation",
    "kaa": """qaraq ózbeks mámle xalıqa ótker baslan basshı jaslar mektep járdem xızmet úyreni bilimle jámiye nókis
        tashke usınıs sheshi kórse islep isshi joybar súwret waqıt wazıy wákil""",
    "kk": "қазақ мемле үкіме өткіз баста мектеп көрсе халықа білім",
    "ky": "кыргы мамле өкмөт өткөр башта мектеп көрсө билим жетек",
    "tg": "ҷумҳу тоҷик президент вазор вилоя давла ҳамко таҷли чораби намоян мактаби баргуз",
    "tr": "türki cumhu bakan belir düzen yapıl uygul çalış gerçe ülke toplu",
    "tt": "татар дәүлә җитәк республ мәктәп белем халык тәртип эшләр",
}
# letters and pairs of them: who writes them, and what each that is met weighs
_LETTERS: Final[Mapping[str, tuple[float, str]]] = {
    "ы": (0.5, "ru kaa kk ky tt"),
    "щ": (0.5, "ru"),
    "ў": (0.5, "uz kaa"),
    "қ": (0.5, "uz kaa kk tg"),
    "ғ": (0.5, "uz kaa kk tg"),
    "ҳ": (0.5, "uz kaa tg"),
    "ә": (0.7, "kaa kk tt"),
    "ө": (0.7, "kaa kk ky tt"),
    "ү": (0.7, "kaa kk ky tt"),
    "ң": (0.7, "kaa kk ky tt"),
    "і": (0.7, "kk"),
    "ұ": (1.0, "kk"),
    "һ": (1.0, "kk tt"),
    "җ": (1.0, "tt"),
    "ҷ": (1.0, "tg"),
    "ӣ": (1.0, "tg"),
    "ӯ": (1.0, "tg"),
    "ь": (0.2, "ru"),
    "аа": (0.4, "ky"),
    "оо": (0.4, "ky"),
    "уу": (0.4, "ky"),
    "үү": (0.6, "ky"),
    "өө": (0.6, "ky"),
    "ǵ": (0.5, "kaa uz"),
    "á": (1.0, "kaa"),
    "ń": (1.0, "kaa"),
    "ú": (1.0, "kaa"),
    "ó": (0.5, "kaa uz"),
    "ı": (0.7, "kaa tr"),
    "ü": (1.0, "tr"),
    "c": (0.4, "tr en"),
    "ch": (-0.4, "tr en"),  # a c of its own is meant
    "ö": (0.3, "uz tr"),
    "ğ": (0.3, "uz tr"),
    "ş": (0.4, "uz tr"),
    "ç": (0.4, "uz tr"),
    "q": (0.3, "uz kaa"),
    **dict.fromkeys(("th", "ou", "ee", "ck", "kh", "wh", "oo"), (0.4, "en")),
    "w": (0.3, "kaa en"),
    "o'": (0.3, "uz"),
    "g'": (0.3, "uz"),
    "i'": (0.7, "kaa"),
    "u'": (0.3, "kaa"),
}

# letters of which a text of a language has some: where all of a group are missing, it is hardly in that language
_NEEDED: Final[Mapping[str, tuple[list[str], ...]]] = {
    "kaa": ("ы ә ө ү ң á ı ń ú i' u'".split(), "қ ғ ҳ ў q w".split()),
    "kk": ("і ы".split(), "қ ғ".split()),
    "ky": ("ы ө ү ң".split(),),
    "tg": ("ӣ ӯ ҷ ҳ".split(),),
    "tr": ("ı ü ö ş ç ğ".split(),),
    "tt": ("ә ө ү".split(),),
}
_PER_LETTER: Final = 0.04  # points that a missing group takes off for each code point of the text
_MOST_TAKEN: Final = 4.0

_APOSTROPHES: Final = "`´ʹʻʼʽʾʿˈˊˋ‘’‛′‵Ꞌꞌ＇｀"
_FOLDS: Final = (
    *dict(ş="sh", ç="ch", ö="o", ğ="g", ü="u", ı="i", á="a", ǵ="g", ń="n", ó="o", ú="u", î="i", â="a").items(),
    *zip("ўқғҳёӣӯќѓћ", "укгхеиукгх", strict=True),
    ("'", ""),
)
_QUOTED: Final = re.compile('«[^«»]{1,40}»|“[^“”]{1,40}”|„[^„“”]{1,40}[“”]|"[^"]{1,40}"')
_WORD: Final = re.compile("[a-zß-\u024f\u0400-\u052f]+")  # small letters of the two scripts; faster than a class of all
_RULE: Final = "rule"
_LONG: Final = 5  # letters of a word that is looked at for its beginning and ending

_KARAKALPAK: Final = (
    ("sh", "ш"),
    ("ch", "ч"),
    *zip("aábdefgǵhijklmnńoópqrstuúvwxyzıc", "аәбдефгғҳижклмнңоөпқрстуүвўхйзыц", strict=True),
)


def language_of(title: str, text: str) -> str:
    """Return the language of a title and a text, one of `LANGUAGES`, or "" where they have too little to tell.

    What is mostly Uzbek is "uz" in any alphabet and spelling. At most the first 1,500 code points are looked at. Any
    strings have an answer; a language that is none of `LANGUAGES` gets the one it is most like, or "".
    """
    beginning = f"{title}\n{text[:_SEARCHED]}"[:_SEARCHED]
    if len(beginning) <= _FIRST:
        # what a company or a project is called may be in another language
        return _best(_points(_QUOTED.sub(" ", beginning))) or _best(_points(beginning))
    points = _points(beginning[:_FIRST])
    if points and points.pop(UZBEK) - max(points.values(), default=0.0) >= _CLEAR:
        return UZBEK
    return _best(_points(beginning))


def uzbek_part(paragraphs: Sequence[str]) -> list[str]:
    """Return those paragraphs of a message in several languages that are Uzbek, in their order; all, where all are.

    A rule (➖➖➖, ---, any paragraph without a letter or a digit) begins a part. A paragraph that tells nothing goes with
    the one before it in its part, the first ones with the one after them, a part that tells nothing with the part
    before it. One foreign paragraph between Uzbek ones is a quotation and stays, where it is the only foreign one and
    no rule is beside it. A rule beside what is left out is left out. Where nothing tells anything, all are returned.
    """
    told = _told(paragraphs)
    foreign = [i for i, language in enumerate(told) if language not in (UZBEK, _RULE, "")]
    if not foreign or _is_quotation(foreign, told):
        return list(paragraphs)
    out = set(foreign)
    for order, step in ((range(len(told)), 1), (range(len(told) - 1, -1, -1), -1)):
        out.update(i for i in order if told[i] == _RULE and i - step in out)
    return [paragraph for i, paragraph in enumerate(paragraphs) if i not in out]


def _is_quotation(foreign: Sequence[int], told: Sequence[str]) -> bool:
    first = foreign[0]
    return len(foreign) == 1 and 0 < first < len(told) - 1 and told[first - 1] == told[first + 1] == UZBEK


def _told(paragraphs: Sequence[str]) -> list[str]:
    """Return what each paragraph is taken for: a language, `_RULE`, or "" where no paragraph tells anything."""
    told: list[str] = []
    after = ""
    for paragraph in reversed(paragraphs):
        if not any(map(str.isalnum, paragraph)):
            after = _RULE
        else:
            points = _points(paragraph[:_SEARCHED])
            language = _best(points)
            # what only leans to another language than Uzbek is in it where the next paragraph is
            sure = language in (UZBEK, after) or points.get(language, 0.0) - points.get(UZBEK, 0.0) >= _SURE
            after = language if sure else ""
        told.append(after)
    told.reverse()
    for across in (False, True):
        told = list(_filled(told, across))
        told = list(_filled(told[::-1], across))[::-1]
    return told


def _filled(told: Iterable[str], across: bool) -> Iterator[str]:
    """Give each paragraph that tells nothing what the one before it is taken for, also across rules or not."""
    before = ""
    for language in told:
        if language == _RULE:
            before = before if across else ""
            yield language
        else:
            before = language or before
            yield before


def _best(points: Mapping[str, float]) -> str:
    if not points:
        return ""
    language = max(points, key=points.__getitem__)
    return language if points[language] >= _LEAST else ""


def _points(text: str) -> dict[str, float]:
    """Return the points of each language that anything speaks for; none where the text has fewer than two words."""
    text = _small(text)
    words = set(_WORD.findall(_folded(text)))
    if len(words) < _FEWEST_WORDS:
        return {}
    tally: dict[str, float] = {}
    others = [word for word in words if len(word) >= _LONG and word not in _BY_WORD]
    for weight, found in (
        (_OF_WORD, [_BY_WORD[word] for word in words & _BY_WORD.keys()]),
        (_OF_BEGINNING, [_BY_BEGINNING[word[:5]] for word in others if word[:5] in _BY_BEGINNING]),
        (_OF_ENDING, [_BY_ENDING.get(word[-4:]) or _BY_ENDING.get(word[-3:], "") for word in others]),
        (_OF_SHORT_ENDING, [_BY_ENDING.get(word[-2:], "") for word in others]),
    ):
        for languages, count in Counter(found).items():
            tally[languages] = tally.get(languages, 0.0) + weight * count
    for letter, (weight, languages) in _LETTERS.items():
        if letter in text:
            tally[languages] = tally.get(languages, 0.0) + weight * text.count(letter)
    points = {UZBEK: _HEAD_START}
    missing = min(len(text) * _PER_LETTER, _MOST_TAKEN)
    for languages, weight in tally.items():
        for language in languages.split():
            points[language] = points.get(language, 0.0) + weight
    for language, groups in _NEEDED.items():
        if language in points:
            points[language] -= missing * sum(not any(map(text.__contains__, group)) for group in groups)
    return points


def _small(text: str) -> str:
    """Return a text in small letters, each composed and any apostrophe one and the same."""
    text = unicodedata.normalize("NFC", text).lower().replace("i\u0307", "i").replace("\u00ad", "")
    for apostrophe in _APOSTROPHES:
        if apostrophe in text:
            text = text.replace(apostrophe, "'")
    return text


def _folded(text: str) -> str:
    for letter, plain in _FOLDS:
        if letter in text:
            text = text.replace(letter, plain)
    return text


def _karakalpak_cyrillic(text: str) -> str:
    for latin, cyrillic in _KARAKALPAK:
        text = text.replace(latin, cyrillic)
    return text


def _table(entries: Mapping[str, str], longest: int = 64) -> dict[str, str]:
    """Return the languages of each entry, in both alphabets where a language has two."""
    languages: dict[str, list[str]] = {}
    for language, listed in entries.items():
        alphabets = [listed]
        if language == UZBEK:
            alphabets.append(to_cyrillic(listed))
        elif language == "kaa":
            alphabets.append(_karakalpak_cyrillic(listed))
        for entry in {_folded(_small(word))[:longest] for text in alphabets for word in text.split()}:
            languages.setdefault(entry, []).append(language)
    return {entry: " ".join(own) for entry, own in languages.items()}


_BY_WORD: Final = _table(_WORDS)
_BY_BEGINNING: Final = _table(_BEGINNINGS, 5)
_BY_ENDING: Final = _table(_ENDINGS)
