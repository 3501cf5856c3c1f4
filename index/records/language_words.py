"""What tells languages apart: closed-class words, endings, beginnings and letters. Hand-made for Izla.

An entry that stands under several languages says that it is none of the others. What is Uzbek or Karakalpak stands here
in Latin, and is looked up in Cyrillic also; apostrophes and marks count for nothing but in LETTERS.
"""

from collections.abc import Mapping
from typing import Final

# closed-class words, and the nouns and verbs that stand in nearly every release
WORDS: Final[Mapping[str, str]] = {
    "uz": """va ham hamda bilan uchun bu shu u ushbu mazkur oʻsha esa lekin ammo biroq yoki agar chunki balki faqat juda
        eng har barcha bir ikki uch toʻrt besh olti yetti sakkiz toʻqqiz oʻn yuz ming million milliard mln mlrd kabi
        singari qadar tomon tomonidan boʻyicha haqida haqidagi toʻgʻrisida asosida orqali davomida doirasida munosabati
        maqsadida keyin soʻng avval oldin hozir bugun kecha yil yilda yildan yili yilgi yilning kun kuni kunlari oy oyi
        soat may nafar kishi ta dona soʻm dollar foiz jami son da edi ekan emas bor yoʻq kerak mumkin lozim zarur boʻldi
        boʻladi boʻlib boʻlgan boʻlishi qilindi qildi qilish qilib qilgan qilingan qilinadi etildi etiladi etish etilgan
        etdi etib etgan dedi olib borildi oʻtdi maʼlum oʻz oʻzi oʻzining ularning uning ular unda bunda shunda bundan
        shundan men sen biz siz qanday qaysi nima kim qachon qayerda necha nechta ayni shunday bunday shuningdek
        jumladan xususan kelgusi oʻtgan joriy yana hech yangi katta kichik ilk buyuk ona oid doir eʼlon oʻzbekiston
        oʻzbek respublikasi prezidenti raisi vazirligi viloyati viloyatida viloyat tumani tumanida tuman shahri shahrida
        shahar qaror qarori farmoni qonun qonuni oʻtkazildi oʻtkaziladi oʻtkazish ochildi ochiladi boshlandi boshlanadi
        topshirildi berildi beriladi berish berdi tashkil tashrif uchrashuv qoʻshma hamma""",
    "ru": """в на и а с со по для из к ко о об обо от до при что как это этот эта эти этого этой этих его ее их им был
        была было были будет будут не но или который которая которое которые которых которой котором когда где за под
        над между перед после во без через более около года год году лет день дня сегодня рублей сумов сума сум тыс млн
        млрд миллион миллионов все всех он она оно они мы вы у уже еще только также чтобы если нет есть ли же бы свой
        своих своей открыт открыта открыто открыли прошел прошла прошло прошли состоялся состоялась состоялось
        состоялись составил составила составило вырос выросла пройдет пройдут новый новая новое новые новых республики
        области района города министр министерство министерства узбекистана узбекистане ташкенте президента""",
    "en": """the of and to in for on with at by from that this is are was were be been has have had will would its their
        his her as not or an which who also more new said after over under between during year years million percent
        they we you our all can may about into than other first two held opened there uzbekistan tashkent""",
    "kaa": """hám menen ushın boyınsha haqqında haqqındaǵı bul usı sol bir eki úsh tórt bes altı jeti segiz toǵız on júz
        mıń swm procent boldı bolıp bolǵan boladı bolıwı jıl jılı jılda jıldan jıldıń kún kúni bar joq emes dep arqalı
        keyin soń shekem eń barlıq óz óziniń onıń onı ol olar olardıń biz siz men sen múmkin kerek sonday usınday bunday
        qanday qaysı ne kim qashan búgin keshe hár hesh sonıń ishinde jáne yamasa biraq egerde sebebi tárepinen
        tiykarında tiykarınan etildi etiledi etiw etken etip etti islew islendi ótkerildi ótkeriledi ashıldı ashıladı
        baslandı baslanadı berildi beriledi daǵazaladı daǵazalandı dúzildi edi eken jańa úlken qabıl adam xalıq
        qaraqalpaqstan ózbekstan ózbekistan respublikası respublikasınıń ministrligi wálayatı rayonı rayonında qalası
        qalasında mámleket mámleketlik hákimligi hákimi joqarı joqarǵı keńes keńesi qararı nızamı sánesi jámáát
        jergilikli aymaq kishi""",
    "kk": """және мен бен пен үшін бойынша туралы бұл осы сол бір екі үш төрт бес алты жеті мың миллион болды болып
        болған болады жыл жылы жылдың жылғы күн күні бүгін бар жоқ емес деп деді арқылы кейін дейін ең барлық өз өзінің
        оның оны ол олар біз сіз немесе бірақ қалай кім қандай сондай тиіс керек мүмкін жаңа үлкен адам халық өтті
        өткізілді ашылды басталды етті етілді жүзеге қазақстан республикасы республикасының үкімет министрлігі облысы
        облысында ауданы қаласы қаласында мемлекет мемлекеттік""",
    "ky": """жана менен үчүн боюнча тууралуу бул ушул ошол бир эки үч төрт беш алты жети миң миллион болду болуп болгон
        болот жыл жылы жылдын күн күнү бүгүн бар жок эмес деп деди аркылуу чейин эң баардык бардык өз өзүнүн анын аны
        алар биз сиз же бирок кандай ким тийиш керек мүмкүн жаңы чоң адам калк өттү өткөрүлдү ачылды башталды кылуу
        кыргыз кыргызстан республикасы республикасынын өкмөт министрлиги облусу облусунда району шаары шаарында мамлекет
        мамлекеттик""",
    "tg": """ва аз дар ба бо барои бораи то ки ё ин он аст нест буд шуд шуда шудааст шавад шаванд мешавад мешаванд кард
        карда кардааст кунад кунанд кунед дод дода диҳад намуд намудааст намоянд дорад доранд гардид гардида баргузор
        низ ҳам онҳо онро худ мо шумо бошад бошанд ҳамчун чунин байни оид доир сол соли сола рӯз рӯзи имрӯз як ду се чор
        панҷ ҳазор ҳар пас зери рӯи роҳи миёни дигар нав вале ҷумҳурии тоҷикистон тоҷик вазорати вилояти ноҳияи шаҳри
        давлатии раиси президенти маҷлиси""",
    "tr": """ve ile için bu bir olarak olan oldu olduğu olacak olup da de ki gibi daha çok en her sonra önce kadar
        tarafından göre karşı üzerinde üzere ise değil var yok ancak ama veya hem yıl yılı yılında gün günü iki üç dört
        beş bin milyon yüzde kişi kendi onun o ilk yeni büyük etti edildi ettiği edilen yapıldı yapılan açıldı başladı
        düzenlendi söyledi belirtti türkiye türk cumhuriyeti bakanlığı bakanı şehrinde hakkında arasında""",
    "tt": """һәм белән өчен буенча турында бу шул ул бер ике өч дүрт биш мең миллион булды булып булган ел елы елда
        елның көн көне бүген бар юк түгел дип диде аша соң кадәр иң барлык үз үзенең аның алар без сез яки ләкин әмма
        ничек кем нинди тиеш кирәк мөмкин яңа зур кеше халык узды үтте ачылды башланды итте ителде дә татарстан татар
        республикасы республикасының районы районында шәһәре шәһәрендә дәүләт""",
}
# endings of two to four letters, of words that have five at the least
ENDINGS: Final[Mapping[str, str]] = {
    "uz": """ning larni arga arda moqda oqda ildi indi andi atdi aydi ydi digan ligi iklar chi ishi ishni ishga ish ash
        otgan sida siga idan sini ini ida iga dagi arim imiz ngiz riga rini rida uvchi ovchi shdi ladi lgan ngan tgan
        tirdi anda nan rga tan adi lari alar ilar asi isi usi iyat ati iti uti gan kan qan nish rish tish lish rish di
        ni ga da si li ri lar dan ndan ari orga shi lik ilik liq ina masi dir ardi tin din tun yor tor dor gon dar tar
        unda inda imi and aro iy yot oy ov am om ad lo do in un""",
    "ru": """ого его ому ему ыми ими ение ения ении ением ость ости ский ская ское ские ской ских ским ном ать ить лась
        лось лись ются ется ится ный ная ное ные ной ных ным вый вая вое вые вых ках тах нии ции ую ила или ает ают ание
        ании вил рил жил шил ой ых ый ая ое ие ые ий ет ут ть ов ам ах ии ем ло ся сь ом ей но вка""",
    "en": """tion ions ated ized ally ance ence ness able ties shed ment ents ings ever ther ough ould ight ies ers ely
        ned ted red ed es ly te re ce se ne le me ve ge de ty th ts ds ks ms ls""",
    "kaa": """nıń niń dıń diń tıń tiń lar ler arın erin ında inde ına ine lıq lik ılıq ilik ıwı iwi ladı ledi ıldı ildi
        ındı indi andı endi daǵı degi ınan inen dan den nan nen ardı erdi ǵan gen arı eri erge larǵa erden shı shi adı
        edi uǵın ası esi ısı isi ıw iw dı di ǵa ge nı ni sı si lı li de ne te""",
    "kk": """ның нің дың дің тың тің лар лер дар дер тар тер ында інде ына іне лық лік дық дік тық тік ған ген қан кен
        ады еді ылды ілді ының інің дан ден нан нен ынан інен ушы уші асы есі ысы ісі ды ді ға ге ны ні сы сі лы лі""",
    "ky": """нын нин дын дин тын тин нун нүн дун дүн тун түн лар лер лор лөр дар дер дор дөр тар тер тор төр ында инде
        унда үндө луу лүү дуу дүү туу түү ган ген гон гөн кан кен уга үгө ылды илди уучу үүчү дан ден дон дөн асы еси
        ысы иси ды ди ны ни сы си до дө го гө""",
    "tg": "ҳои ҳоро ҳое гии нии анд аанд иро онро аро ории онии вии тии ҳо ии ро аи ад ед",
    "tr": """lar ler nın nin nun nün ında inde ının inin ması mesi mak mek yor iyor acak ecek mış miş dır dir ları leri
        dan den ından inden ndan nden lığı liği ılan ilen erek sı si dı di nı ni de te le ne me ye ce re se in ın un
        ün""",
    "tt": """ның нең лар ләр нар нәр ында ендә лык лек ган гән кан кән дан дән тан тән нан нән рга ргә ылды елде лары
        ләре ының енең учы үче асы әсе ысы есе ды де ны не сы се лы ле""",
}
# beginnings; of each its first five letters count
BEGINNINGS: Final[Mapping[str, str]] = {
    "uz": """vazirlik viloyat tumanlar shaharda yangilan qurilish qonunlar qarorlar boshqarma boshlan ochilish oʻtkazish
        tadbirkor yoshlar masalalar hamkorlik taqdim toshkent xalqaro davlat qilingan rahbar muloqot maktablar taʼlimda
        oʻquvchi koʻchalar yigʻilish qoʻshimcha sogʻlom xizmatlar jamiyat farmoni kengash loyihalar ishlab fuqaro
        iqtisod muhokama belgilan yaratil rivojlan taʼminlan qoʻllab koʻrsat koʻproq anjuman sarmoya mahsulot qishloq
        xoʻjalik tashkilot imzolan kelishuv bitimlar takliflar murojaat oʻzgarish muddatlar matbuot yigirma shartnoma
        xabarlar kutubxona bogʻcha yoʻlovchi uchrash mukofot musobaqa xorijiy tugʻilgan choralar oʻrnatil tayyorlan
        sayyohlik qatnash yoʻnalish topshir maʼmuriy aholisi bozorlar narxlari bilimlar oʻzbekiston prezident respublika
        turkiya chaliq""",
    "ru": """узбекистан областной город районн министр прошлый состоялось провед открыт заверш реализ предприятие
        представ сотруд повыш развит строит произв поддер обеспе встреч подпис рассмо обсужд увелич сниже гражд женщи
        молод здраво образо выста госуда налог закон прави решен постан поряд работ услуг измен запро устан прокуратура
        школь учащи учебн сельс житель населе назнач приня торже памят междун перев перен перех перес приоб присо приме
        приоб провер снабж сохра""",
    "en": """uzbekistan ministry government country development opening public communication through project regional
        nation""",
    "kaa": """qaraqalpaq ózbekstan mámleket xalıqaralıq ótkeril baslan basshı jaslar mektep járdem xızmet úyreniw
        bilimlendiriw jámiyet nókis usınıs sheshim kórset islep isshi joybar súwret waqıt wazıypa wákil""",
    "kk": "қазақстан мемлекет үкімет өткізу бастал мектеп көрсет халықаралық білім",
    "ky": "кыргыз мамлекет өкмөт өткөрүү баштал мектеп көрсөт билим жетекчи",
    "tg": "ҷумҳурӣ тоҷикистон президент вазорат вилоят давлат ҳамкорӣ таҷлил чорабинӣ намоянда мактаби баргузор",
    "tr": "türkiye cumhuriyet bakanlık belirt düzenle yapıla uygula çalışma gerçek ülkeler toplum",
    "tt": "татарстан дәүләт җитәкче республика мәктәп белем тәртип эшләр",
}
# letters and pairs of them: what each one met weighs, and for which languages
LETTERS: Final[Mapping[str, tuple[float, str]]] = {
    "ы": (0.5, "ru kaa kk ky tt"),
    "щ": (0.5, "ru"),
    "ь": (0.2, "ru"),
    **dict.fromkeys(("ств", "ьн", "ьс"), (0.4, "ru")),
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
    "аа": (0.4, "ky"),
    "оо": (0.4, "ky"),
    "уу": (0.4, "ky"),
    "үү": (0.6, "ky"),
    "өө": (0.6, "ky"),
    "q": (0.3, "uz kaa"),
    "o'": (0.3, "uz"),
    "g'": (0.3, "uz"),
    "i'": (0.7, "kaa"),
    "u'": (0.3, "kaa"),
    "ǵ": (0.5, "uz kaa"),  # of Uzbek in a draft of 2019
    "ó": (0.5, "uz kaa"),
    "á": (1.0, "kaa"),
    "ń": (1.0, "kaa"),
    "ú": (1.0, "kaa"),
    "ı": (1.0, "kaa tr"),
    "ü": (1.0, "tr"),
    "ö": (0.3, "uz tr"),
    "ğ": (0.3, "uz tr"),
    "ş": (0.4, "uz tr"),
    "ç": (0.4, "uz tr"),
    "c": (0.4, "tr en"),
    "ch": (-0.4, "tr en"),  # its c is none of those
    "w": (0.3, "kaa en"),
    **dict.fromkeys(("th", "ou", "ee", "ck", "kh", "wh", "oo"), (0.4, "en")),
}
# groups of letters of which a text of a language has some: where it has none of a group it is hardly in that language
NEEDED: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "kaa": (("ы", "ә", "ө", "ү", "ң", "á", "ı", "ń", "ú", "i'", "u'"), ("ҳ", "ў", "q", "w")),
    "kk": (("і",), ("қ", "ғ")),
    "ky": (("ы", "ө", "ү", "ң"),),
    "tg": (("ӣ", "ӯ", "ҷ", "ҳ"),),
    "tr": (("ı", "ü", "ö", "ş", "ç", "ğ"),),
    "tt": (("ә", "ө", "ү"),),
}
