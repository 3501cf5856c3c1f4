"""Which language a text is in, by letters that only some have, closed-class words, and how words end and begin.

Marks are folded away before a word is looked up, so that one table serves a language with its apostrophes, without
them, and with letters of one sign (boʻyicha, bo`yicha, boyicha, böyicha). The tables are hand-made for Izla; those of
Uzbek and Karakalpak are kept in Latin and read in Cyrillic also.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from search.uzbek import to_cyrillic

UZBEK: Final = "uz"
LANGUAGES: Final = (UZBEK, "ru", "en", "kaa", "kk", "ky", "tg", "tr", "tt")

_SEARCHED: Final = 2000  # code points of title and text that are looked at
_FIRST: Final = 500  # code points after which a text may be found to be Uzbek
_CLEAR: Final = 8.0  # by so much Uzbek leads where the rest need not be looked at
_LEAST: Final = 1.0  # below it a text has too little to tell
_FEWEST_WORDS: Final = 2  # one word alone may be a name
_OF_WORD, _OF_ENDING, _OF_BEGINNING = 2.0, 1.0, 1.0
_HEAD_START: Final = 0.5  # of Uzbek, which is what nearly all texts are in

# closed-class words, and the few nouns and verbs that stand in nearly every release
_WORDS: Final = {
    "uz": """va ham hamda bilan uchun bu shu ushbu mazkur oʻsha esa lekin ammo biroq yoki agar chunki balki faqat juda
        eng har barcha bir ikki uch toʻrt besh olti yetti sakkiz toʻqqiz oʻn yuz kabi singari qadar tomon tomonidan
        boʻyicha haqida toʻgʻrisida asosida orqali davomida doirasida munosabati keyin soʻng avval oldin hozir bugun
        kecha yil yilda yildan yili yilgi yilning kun kuni kunlari oy oyi soat nafar ta dona ming soʻm foiz edi ekan
        emas bor yoʻq kerak mumkin lozim zarur boʻldi boʻladi boʻlib boʻlgan boʻlishi bor qilindi qildi qilish qilib
        qilgan qilingan qilinadi etildi etiladi etish etilgan etdi etib etgan maʼlum oʻz oʻzining ularning uning ular
        unda bunda shunda men sen biz siz qanday qaysi nima kim qachon qayerda necha nechta yangi katta kichik eʼlon
        oʻzbekiston oʻzbek vazirligi viloyati tumani shahri shahrida viloyatida tumanida viloyat tuman shahar qaror
        qarori farmoni qonun qonuni oʻtkazildi oʻtkaziladi oʻtkazish ochildi ochiladi boshlandi boshlanadi topshirildi
        berildi beriladi berish berdi olib borildi oʻtdi tashkil haqidagi boʻyi yana hech qoʻshma tashrif uchrashuv
        jami hamma ayni shunday bunday shuningdek jumladan xususan maqsadida kelgusi oʻtgan joriy""",
    "ru": """в на и с со по для из к ко о об обо от до при что как это этот эта эти этого этой этих его ее их им был
        была было были будет будут не но а или который которая которое которые которых когда где за под над между
        перед после во без через более года год году лет рублей сумов сум день дня сегодня все всех он она они мы вы
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
        зери рӯи миёни дигар нав кори давлатии раиси президенти имрӯз маҷлиси мо шумо вале ё""",
    "tr": """ve ile için bu bir olarak olan oldu olduğu olacak da de ki gibi daha çok en her sonra önce kadar
        tarafından göre karşı üzerinde ise değil var yok ancak ama veya hem yıl yılı yılında gün günü türkiye türk
        cumhuriyeti bakanlığı bakanı etti edildi ettiği edilen yapıldı yapılan yeni büyük bin yüzde kişi şehrinde
        iki üç dört beş ilk açıldı başladı düzenlendi söyledi belirtti kendi onun o olup üzere""",
    "tt": """һәм белән өчен буенча турында бу шул ул бер ике өч дүрт биш булды булып булган була елы ел елда елның көн
        көне татарстан татар республикасы республикасының бар юк түгел дип диде аша соң кадәр иң барлык үз үзенең аның
        алар без сез яки ләкин әмма районы районында шәһәре шәһәрендә яңа зур мең кеше кирәк мөмкин ничек кем нинди
        бүген узды үтте ачылды башланды итте ителде дә дәүләт халык тиеш""",
}
# endings of three to five letters, of words that are longer by three
_ENDINGS: Final = {
    "uz": """ning larni larga larda larning moqda oqda ildi indi andi atdi aydi ydi digan lagan ligi liklar chilik
        chilar chi ishi ishni ishga ish lash yapti yotgan sida siga sidan sini ida idan iga masdan larim imiz ingiz
        lariga larini larida uvchi ovchi shdi yladi ladi iladi lgan ngan tgan tirdi ganda adi""",
    "ru": """ого его ому ему ыми ими ение ения ении ением ость ости ский ская ское ские ской ских ским ном ому ать ить
        лся лась лось лись ются ется ится ный ная ное ные ной ных ным вый вая вое вые вых ках ках тах ках тов ров нии
        ции ий ую ила или ает ают""",
    "en": """tion tions sion ated ized ally ance ence ness able ties ished ment ments ish ings ever ther ough ould ight
        ies ers ely ned ted red""",
    "kaa": """nıń niń dıń diń tıń tiń lar ler ların lerin ında inde ına ine lıq lik shılıq shilik ıwı iwi ıladı iledi
        ıldı ildi ındı indi andı endi sınıń siniń sında sinde ınan inen lardı lerdi ǵan gen ları leri
        shı shi adı edi tuǵın""",
    "kk": """ның нің дың дің тың тің лар лер дар дер тар тер ында інде ына іне лық лік дық дік тық тік ған ген қан кен
        ады еді ылды ілді ады ының інің ынан інен ушы уші""",
    "ky": """нын нин дын дин тын тин нун нүн дун дүн тун түн лар лер лор лөр дар дер дор дөр тар тер тор төр ында инде
        унда үндө луу лүү дуу дүү туу түү ган ген гон гөн кан кен ууга үүгө ылды илди уучу үүчү""",
    "tg": "ҳои ҳоро ҳое гии нии анд аанд иро онро аро ории онии вии тии",
    "tr": """lar ler nın nin nun nün ında inde ının inin ması mesi mak mek yor iyor acak ecek mış miş dır dir ları leri
        ından inden ndan nden lığı liği ılan ilen arak erek""",
    "tt": """ның нең лар ләр нар нәр ында ендә лык лек ган гән кан кән дән тән ырга ергә ылды елде лары ләре ының енең
        учы үче""",
}
# beginnings of five letters, the rest is for the reader
_BEGINNINGS: Final = {
    "uz": """vazir viloy tuman shaha yangi qurili qonun qaror boshq boshl ochil oʻtkaz tadbi yoshl masala hamko taqdi
        toshk xalqa davla qilin rahba muloq makta taʼlim oʻquvc koʻcha yigʻil qoʻshm sogʻli xizma jamiy farmo kenga
        loyih ishla fuqar iqtis muhok belgi yarat rivoj taʼmi qoʻlla koʻrsa koʻpro anjum sarma mahsu qishlo
        xoʻja tashki tashri imzol kelis bitim taklif murojaat oʻzgar muddat matbuot yigirm shartn xabar kutub bogʻch
        yoʻlov uchras mukof musob xorij tugʻil chora oʻrnat tayyor sayyoh qatnash yoʻnal topsh maʼmur""",
    "ru": "узбекс област город районн минист прошл состоя провед откры",
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
    "қ": (0.3, "uz kaa kk tg"),
    "ғ": (0.3, "uz kaa kk tg"),
    "ҳ": (0.3, "uz kaa tg"),
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
    "ǵ": (0.5, "kaa uz"),
    "á": (1.0, "kaa"),
    "ń": (1.0, "kaa"),
    "ú": (1.0, "kaa"),
    "ó": (0.5, "kaa uz"),
    "ı": (0.5, "kaa tr"),
    "ü": (1.0, "tr"),
    "ö": (0.3, "uz tr"),
    "ğ": (0.3, "uz tr"),
    "ş": (0.3, "uz tr"),
    "ç": (0.3, "uz tr"),
    "q": (0.3, "uz kaa"),
    "w": (0.3, "kaa en"),
    "o'": (0.3, "uz kaa"),
    "g'": (0.3, "uz kaa"),
    "i'": (0.5, "kaa"),
    "u'": (0.3, "kaa"),
}

_APOSTROPHES: Final = "`´ʹʻʼʽʾʿˈˊˋ‘’‛′‵Ꞌꞌ＇｀"
_FOLDS: Final = (
    *dict(ş="sh", ç="ch", ö="o", ğ="g", ü="u", ı="i", á="a", ǵ="g", ń="n", ó="o", ú="u", î="i", â="a").items(),
    *zip("ўқғҳёӣӯќѓћ", "укгхеиукгх", strict=True),
    ("'", ""),
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_RULE: Final = re.compile(r"[\W_]*")
_BEGINNING: Final = 5  # letters
_LONGER: Final = 3  # letters that a word has before its ending, at the least

_KARAKALPAK: Final = (
    ("sh", "ш"),
    ("ch", "ч"),
    *zip("aábdefgǵhijklmnńoópqrstuúvwxyzıc", "аәбдефгғҳижклмнңоөпқрстуүвўхйзыц", strict=True),
)


def language_of(title: str, text: str) -> str:
    """Return the language of a title and a text, one of `LANGUAGES`, or "" where they have too little to tell.

    What is mostly Uzbek is "uz" in any alphabet and spelling. At most the first 2,000 code points are looked at. Any
    strings have an answer; a language that is none of `LANGUAGES` gets the one it is most like, or "".
    """
    beginning = f"{title}\n{text[:_SEARCHED]}"[:_SEARCHED]
    if len(beginning) > _FIRST:
        points = _points(beginning[:_FIRST])
        if points and points.pop(UZBEK, 0.0) - max(points.values(), default=0.0) >= _CLEAR:
            return UZBEK
    return _best(_points(beginning))


def uzbek_part(paragraphs: Sequence[str]) -> list[str]:
    """Return those paragraphs of a message in several languages that are Uzbek, in their order; all, where all are.

    A paragraph that tells nothing belongs to the one before it, and at the beginning of a part that a rule (➖➖➖, ---)
    begins, to the one after it. One foreign paragraph between Uzbek ones is a quotation and stays, where no other part
    is foreign and no rule parts it from them. A rule goes with what is beside it.
    """
    return list(paragraphs)


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
    tally: Counter[str] = Counter()
    for word in words:
        if languages := _BY_WORD.get(word):
            tally[languages] += _OF_WORD
            continue
        length = len(word)
        if length > _LONGER + 1:
            if languages := _BY_BEGINNING.get(word[:_BEGINNING]):
                tally[languages] += _OF_BEGINNING
            if languages := (
                (length > 7 and _BY_ENDING.get(word[-5:])) or (length > 6 and _BY_ENDING.get(word[-4:])) or _BY_ENDING.get(word[-3:])
            ):
                tally[languages] += _OF_ENDING
    for letter, (weight, languages) in _LETTERS.items():
        if letter in text:
            tally[languages] += weight * text.count(letter)
    points = {UZBEK: _HEAD_START}
    for languages, weight in tally.items():
        for language in languages.split():
            points[language] = points.get(language, 0.0) + weight
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
_BY_ENDING: Final = _table(_ENDINGS)
_BY_BEGINNING: Final = _table(_BEGINNINGS, _BEGINNING)
