"""What of a small page is the release's text, title and day: a case each of what a page may do."""

from typing import Final, NamedTuple

import pytest

from index.readers.saved_page import PageRules, SavedPage, read_page
from index.readers.saved_page.markup import MAX_DEPTH

NAV: Final = "<div class=menyu><a href=/>Bosh sahifa</a><a href=/a>Biz haqimizda</a><a href=/n>Yangiliklar</a></div>"
NAME: Final = "Sport majmuasi ochildi"
NAMED: Final = f"<title>{NAME}</title>"
HEADED: Final = f"{NAMED}<h1>{NAME}</h1>"
RELATED: Final = """<div class="bb"><h3>Boshqa maqolalar</h3>
<div><img><a href="/1">Qish mavsumiga tayyorgarlik koʻrildi</a>
<p>Tumanda barcha qozonxonalar sinovdan oʻtkazildi.</p></div>
<div><img><a href="/2">Bahorgi ekish boshlandi</a>
<p>Fermerlar yerni ekishga tayyorlab, urugʻlik gʻamladi.</p></div></div>"""
FOOT: Final = """<div class="ft"><p>Manzil: 100000, Toshkent shahri, 12-uy. Telefon: 71 200-00-00.</p>
<p>Sayt materiallaridan foydalanilganda havola koʻrsatish shart.</p></div>"""
OPENED: Final = "<p>Tuman markazida sport majmuasi ochildi.</p>"


def read(html: str) -> SavedPage:
    return read_page(html, PageRules({}))


class Case(NamedTuple):
    html: str
    body: str
    title: str = NAME
    day: str = ""


CASES: Final = {
    "views beside the day": Case(
        f"<title>Янги мактаб очилди — Халқ таълими</title>{NAV}<div><h2>Янги мактаб очилди</h2><div><span>5 "
        f"март 2026</span>"
        "<span>👁 120</span></div><div><div><span>Туманда 600 ўринли мактаб очилди.</span></div><div>"
        "Телеграм каналимизга "
        f"аъзо бўлинг: <a href=x>@kanal</a></div></div></div>{RELATED}{FOOT}",
        "Туманда 600 ўринли мактаб очилди.",
        "Янги мактаб очилди",
        "5 март 2026",
    ),
    "a cell between others": Case(
        "<title>Вилоят ҳокимлиги</title><table><tr><td>Жума, 27.11.2026</td></tr><tr><td><a href=1>"
        "Асосий</a></td><td>"
        "<span class=title>Ҳашар ўтказилди</span><br><span class=date>12.03.2026 й.</span><br><br>Вилоят "
        "марказида ҳашар "
        "ўтказилди.<br><br>Ҳашарда ўн минг киши қатнашди<br><br>Матбуот хизмати<br><table><tr><td>"
        "Кўрилди:</td><td>120</td>"
        "</tr></table></td><td><b>Эълон</b><br>Ер участкалари аукционга қўйилди, қатнашиш учун ариза "
        "беринг.</td></tr></table>",
        "Вилоят марказида ҳашар ўтказилди.<br><br>Ҳашарда ўн минг киши қатнашди<br><br>Матбуот хизмати",
        "Ҳашар ўтказилди",
        "12.03.2026",
    ),
    "a day in the title": Case(
        f"<title>Vazir: “Tizim – 2026-yil 1-iyuldan” | Press</title>{NAV}<h1>Vazir: “Tizim – 2026-yil "
        f"1-iyuldan”</h1>"
        f"<p>Vazir yangi tizim haqida soʻzlab berdi.</p>{FOOT}",
        "<p>Vazir yangi tizim haqida soʻzlab berdi.</p>",
        "Vazir: “Tizim – 2026-yil 1-iyuldan”",
    ),
    "a gallery, headings, a last line": Case(
        f"<title>Muzey ochildi</title>{NAV}<h1>Muzey ochildi</h1><ul><li><a href=1.jpg><img></a><li><a "
        f"href=2.jpg><img></a></ul>"
        f"<h2>Ekspozitsiya yangilandi</h2><p>Muzeyda uch ming eksponat bor.</p><p>Toshkent shahri</p>{RELATED}",
        "<h2>Ekspozitsiya yangilandi</h2><p>Muzeyda uch ming eksponat bor.</p><p>Toshkent shahri</p>",
        "Muzey ochildi",
    ),
    "an announcement before the title": Case(
        "<title>Sport majmuasi ochildi | Sport</title><div><b>Diqqat!</b><p>Bepul tibbiy koʻrik 15-dekabrga "
        "qadar davom etadi, "
        f"barchani taklif qilamiz, shoshiling.</p></div><div><h1>{NAME}</h1>{OPENED}</div>{FOOT}",
        OPENED,
    ),
    "sentences that begin as labels do": Case(
        f"{HEADED}<p>Mavzuga oid masalalar muhokama qilindi.</p>"
        "<p>Izohlar va takliflar inobatga olinadi.</p><p>Shuningdek, yangi reja tasdiqlandi.</p>",
        "<p>Mavzuga oid masalalar muhokama qilindi.</p><p>Izohlar va takliflar inobatga olinadi.</p>"
        "<p>Shuningdek, yangi reja tasdiqlandi.</p>",
    ),
    "a related release between paragraphs": Case(
        f"{NAMED}<article><h1>{NAME}</h1>{OPENED}<div><div>Mavzu boʻyicha</div>"
        "<a href=/1><b>Reja tasdiqlandi</b></a><p>Rejada oltita asosiy yoʻnalish belgilandi.</p></div><p>"
        "Majmua bepul ishlaydi, "
        "kelavering.</p></article>",
        f"{OPENED}<p>Majmua bepul ishlaydi, kelavering.</p>",
    ),
    "lines of a list": Case(
        f"{NAMED}{NAV}<div><h3>Sport majmuasi ochildi</h3>Majmuada quyidagilar bor:<br>– suzish "
        f"havzasi;<br>– futbol maydoni.<br><br>Kirish 1-mayga qadar bepul.<br><a href=/anketa.docx>Anketa</a>"
        f"</div>{RELATED}",
        "Majmuada quyidagilar bor:<br>– suzish havzasi;<br>– futbol maydoni.<br><br>Kirish 1-mayga qadar bepul.",
    ),
    "a dateline of its own": Case(
        f"{NAMED}{NAV}<h1>{NAME}</h1><p>NURAFSHON, 6-aprel 2026-yil</p>{OPENED}<p>#sport #yoshlar</p>",
        f"<p>NURAFSHON, 6-aprel 2026-yil</p>{OPENED}",
    ),
    "today above the title": Case(
        f"{NAMED}<body><div class=date>27 noyabr 2026</div><h1>{NAME}</h1>{OPENED}",
        OPENED,
    ),
    "the day of a change": Case(
        f"{NAMED}{NAV}<h1>{NAME}</h1><p>Yangilangan: 27.11.2026</p>{OPENED}",
        OPENED,
    ),
    "a source on two lines": Case(
        f"{NAMED}<div><h1>{NAME}</h1><div>Muallif: Tahririyat | 05.04.2026 | 300"
        f"</div>{OPENED}<p>Manba:</p><p><a href=x>Yoshlar agentligi</a></p></div>",
        f'{OPENED}<p>Manba:</p><p><a href="x">Yoshlar agentligi</a></p>',
        day="05.04.2026",
    ),
    "the day above the title": Case(
        f"{NAMED}<div><div><div class=single-header__meta><span>Jamiyat</span> | 14:05 / 04.03.2026"
        "</div><div class=single-header__meta>6305</div><div class=single-header__title>Sport majmuasi "
        "ochildi</div></div>"
        f"<div>{OPENED}<p>Foto: hokimlik</p></div></div>{RELATED}",
        OPENED,
        day="04.03.2026",
    ),
    "comments after and before": Case(
        f"{NAMED}<div><h1>{NAME}</h1><div><a href=#c>Izohlar: 3</a> <i>20.02.2026</i>"
        f"</div>{OPENED}<div><b>Izohlar:</b><div><b>Bir kishi</b> <i>21.02.2026</i><br>Zoʻr ish boʻlibdi, "
        f"sizlarga katta rahmat!"
        "</div></div></div>",
        OPENED,
        day="20.02.2026",
    ),
    "a page that a script was to write": Case(
        '{NAMED}<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Sport '
        'majmuasi ochildi", "articleBody": "Majmua ochildi & ishladi.\\n\\nU '
        'bepul."}</script><div id="root"></div>',
        "<p>Majmua ochildi &amp; ishladi.</p><p>U bepul.</p>",
    ),
    "letters that are markup": Case(
        f"{HEADED}<p>Bunda a &lt; b &amp; c boʻladi, deyildi.</p>"
        '<p onclick="x()">Bu <a href="/a?b=1&amp;c=&quot;d&quot;">havola</a> <span style="x">ham</span> '
        "matnda qoladi.</p>",
        "<p>Bunda a &lt; b &amp; c boʻladi, deyildi.</p>"
        '<p>Bu <a href="/a?b=1&amp;c=&quot;d&quot;">havola</a> ham matnda qoladi.</p>',
    ),
    "what is only shown below": Case(
        f"{NAMED}{OPENED}<p>Majmua bepul ishlaydi, kelavering.</p><h4>Sport majmuasi ochildi</h4>",
        f"{OPENED}<p>Majmua bepul ishlaydi, kelavering.</p>",
    ),
    "a calendar between paragraphs": Case(
        f"{HEADED}{OPENED}<table>"
        + "".join("<tr>" + "".join(f"<td>{week * 7 + day}" for day in range(1, 8)) for week in range(4))
        + "</table><p>Majmua bepul ishlaydi, kelavering.</p>",
        f"{OPENED}<p>Majmua bepul ishlaydi, kelavering.</p>",
    ),
    "weather, currency, counts": Case(
        f"{NAMED}<div><h1>{NAME}</h1><div>Toshkent +14°, USD 12 640,15</div>{OPENED}<div>Valyuta kursi: USD 12</div>"
        "<div>Oʻqildi: 2 447 marta</div><div>Doʻstlaringizga ulashing: <a>Telegram</a></div></div>",
        OPENED,
    ),
    "views glued to the hour, the hour to the year": Case(
        f"{NAMED}<div><h1>{NAME}</h1><span>14.07.202622:0024318</span>{OPENED}</div>", OPENED, day="14.07.2026"
    ),
    "a page of its rubric's name": Case(
        f"<title>Vazirlik | {NAME}</title><h1>Yangiliklar</h1><div><h2>{NAME}</h2><p class=date>9 iyun 2026 y.</p>"
        f"{OPENED}</div>",
        OPENED,
        day="9 iyun 2026",
    ),
    "nothing": Case("", "", ""),
}


@pytest.mark.parametrize("name", CASES)
def test_a_page_gives_its_text_alone(name: str) -> None:
    case = CASES[name]
    page = read(case.html)
    assert page.body_html == case.body
    assert page.title == case.title
    assert page.date_text == case.day
    assert page.skip == ""


@pytest.mark.parametrize(
    ("page", "day"),
    [
        ('<meta property="article:published_time" content="2026-03-05T10:00">', ("2026-03-05T10:00", "meta")),
        ('<meta property="article:modified_time" content="2026-03-05T10:00">', ("", "")),
        ('<meta name="DC.date.issued" content="2026-03-05">', ("2026-03-05", "meta")),
        (
            '<script type="application/ld+json">{"@type":"WebPage","datePublished":"2026-03-05"}</script>',
            ("2026-03-05", "jsonld"),
        ),
        ('<script type="application/ld+json">{"@type":"WebSite","datePublished":"2019-03-05"}</script>', ("", "")),
        ('<script type="application/ld+json">{"@type":"NewsArticle","dateModified":"2026-03-05"}</script>', ("", "")),
        (
            '<script type="application/ld+json">{"@type":"Report","datePublished":{"@value":"2026-03-05"}}</script>',
            ("2026-03-05", "jsonld"),
        ),
        (
            '<script type="application/ld+json">&#123;"@type": "NewsArticle", "datePublished": "2026-03-05"}</script>',
            ("2026-03-05", "jsonld"),
        ),
    ],
)
def test_what_a_page_says_of_its_day(page: str, day: tuple[str, str]) -> None:
    found = read(f"{page}<h1>Sport majmuasi ochildi</h1>{OPENED}")
    assert (found.date_text, found.date_from) == day


@pytest.mark.parametrize(
    ("head", "shown", "title"),
    [
        (f"<title>Portal - {NAME}</title>", f"<h1>{NAME}</h1>", NAME),
        (f"<title>Sport vazirligi: {NAME}</title>", f"<b>{NAME}</b>", NAME),
        (f"<title>{NAME} — Sport vazirligi</title>", "", NAME),
        ("<title>Bir – ikki – uch bor | Portal</title>", "<h2>Bir – ikki – uch bor</h2>", "Bir – ikki – uch bor"),
        ("<title>Portal</title>", f"<h1>Portal</h1><h2>{NAME}</h2>", NAME),
        ("<title>Oʻzga nom berildi</title>", f"<h1>{NAME}</h1>", NAME),
        ("<title>O'zga nom berildi &amp; aytildi</title>", "", "O'zga nom berildi & aytildi"),
        (f"<meta property=og:title content='{NAME}'>", "<h3>Sport “majmuasi” ochildi</h3>", "Sport “majmuasi” ochildi"),
        ("", "<h1>Sport<br>majmuasi ochildi</h1>", NAME),
    ],
)
def test_the_title_is_without_the_site(head: str, shown: str, title: str) -> None:
    page = read(f"{head}{shown}{OPENED}<p>Majmua bepul ishlaydi, kelavering.</p>")
    assert page.title == title
    assert page.body_html == f"{OPENED}<p>Majmua bepul ishlaydi, kelavering.</p>"


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="https://a.example/n/1">', "https://a.example/n/1"),
        (
            '<link rel="canonical" href="https://a.example/"><meta property="og:url" content="https://a.example/n/1">',
            "https://a.example/n/1",
        ),
        ('<link rel="canonical" href="https://a.example/oz/">', ""),
        ('<link rel="canonical" href="/n/1"><base href="https://a.example/x/">', "https://a.example/n/1"),
        ('<link rel="canonical" href="/n/1">', ""),
        ('<link rel="canonical" href="javascript:x">', ""),
        ('<link rel="canonical" href="http://[x">', ""),
        ('<link rel="canonical" href="https://a.example/?id=7">', "https://a.example/?id=7"),
        ("<!-- saved from url=(0021)https://a.example/n/1 -->", "https://a.example/n/1"),
    ],
)
def test_the_address_is_the_pages_own(head: str, url: str) -> None:
    assert read(f"{head}<h1>Sport majmuasi ochildi</h1>{OPENED}").url == url


@pytest.mark.parametrize(
    ("times", "day"),
    [
        (
            '<article><h1>{name}</h1>{text}<footer><time datetime="2026-06-09">9-iyun</time></footer></article>',
            "2026-06-09",
        ),
        ('<div><time datetime="2026-11-27">bugun</time></div><article><h1>{name}</h1>{text}</article>', ""),
        ("<article><h1>{name}</h1><time>9-iyun 2026-yil</time>{text}</article>", "9-iyun 2026-yil"),
        ("<article><h1>{name}</h1><time>kecha</time>{text}</article>", ""),
        ('<article><h1>{name}</h1><time class="updated" datetime="2026-11-27">x</time>{text}</article>', ""),
        ('<article><h1>{name}</h1>Yangilandi: <time datetime="2026-11-27">27.11.2026</time>{text}</article>', ""),
        ('<h1>{name}</h1>{text}<p>Tadbir <time datetime="2026-12-10">10-dekabr</time> kuni boʻladi, keling.</p>', ""),
        ('<article><h1>{name}</h1>{text}</article><aside><time datetime="2026-11-27">27.11.2026</time></aside>', ""),
    ],
)
def test_a_time_counts_only_beside_the_text(times: str, day: str) -> None:
    page = read(times.format(name=NAME, text=OPENED))
    assert (page.date_text, page.date_from) == (day, "time" if day else "")


def test_a_deep_page_is_read_whole() -> None:
    page = read("<div>" * 100_000 + f"<h1>Sport majmuasi ochildi</h1>{OPENED}")
    assert "Tuman markazida sport majmuasi ochildi." in page.body_html
    assert page.body_html.count("<div>") <= MAX_DEPTH
