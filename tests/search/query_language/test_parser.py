import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query_language.parser import And, Node, Not, Or, Parsed, Prefix, Quote, Word, parse, unquoted


def W(text: str, *parts: str) -> Word:
    return Word(text, parts)


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("", None),
        ("quyosh", W("quyosh")),
        ("quyosh energetikasi", And((W("quyosh"), W("energetikasi")))),
        ("quyosh AND gaz", And((W("quyosh"), W("gaz")))),
        ("quyosh VA gaz", And((W("quyosh"), W("gaz")))),
        ("қуёш ВА газ", And((W("қуёш"), W("газ")))),
        ("quyosh OR gaz", Or((W("quyosh"), W("gaz")))),
        ("quyosh YOKI gaz neft", Or((W("quyosh"), And((W("gaz"), W("neft")))))),
        ("қуёш ЁКИ газ", Or((W("қуёш"), W("газ")))),
        ("quyosh EMAS gaz", And((W("quyosh"), Not(W("gaz"))))),
        ("quyosh NOT gaz", And((W("quyosh"), Not(W("gaz"))))),
        ("quyosh -gaz neft", And((W("quyosh"), Not(W("gaz")), W("neft")))),
        ("-gaz", Not(W("gaz"))),
        ("NOT NOT gaz", W("gaz")),
        ("quyosh - gaz", And((W("quyosh"), W("gaz")))),
        ("(quyosh YOKI gaz) narxi", And((Or((W("quyosh"), W("gaz"))), W("narxi")))),
        ('"yashil makon"', Quote("yashil makon")),
        ("“yashil makon”", Quote("yashil makon")),
        ("«yashil makon»", Quote("yashil makon")),
        ("„yashil makon“ loyihasi", And((Quote("yashil makon"), W("loyihasi")))),
        ('"yo\'l xarita"lari', Quote("yo'l xarita")),
        ("quyosh*", Prefix("quyosh")),
        ("quyosh* gaz", And((Prefix("quyosh"), W("gaz")))),
        ("sarlavha:quyosh gaz", And((Word("quyosh", (), in_title=True), W("gaz")))),
        ('title:"quyosh gaz"', Quote("quyosh gaz", in_title=True)),
        ("сарлавҳа:қуёш*", Prefix("қуёш", in_title=True)),
        ("-sarlavha:quyosh", Not(Word("quyosh", (), in_title=True))),
        ("2022-2023", W("2022-2023", "2022", "2023")),
        ("yoʻl-xarita tasdiqlandi", And((W("yoʻl-xarita", "yoʻl", "xarita"), W("tasdiqlandi")))),
    ],
)
def test_what_was_typed_has_its_tree(typed: str, tree: Node | None) -> None:
    assert parse(typed) == Parsed(tree)


@pytest.mark.parametrize(
    ("typed", "tree", "repairs"),
    [
        ('"yashil makon', Quote("yashil makon"), ("unclosed-quote",)),
        ('quyosh ""', W("quyosh"), ("empty-phrase",)),
        ("(quyosh", W("quyosh"), ("unclosed-parenthesis",)),
        ("quyosh) gaz", And((W("quyosh"), W("gaz"))), ("stray-parenthesis",)),
        ("quyosh AND", W("quyosh"), ("stray-operator",)),
        ("OR quyosh", W("quyosh"), ("stray-operator",)),
        ("quyosh OR", W("quyosh"), ("stray-operator",)),
        ("quyosh OR OR gaz", Or((W("quyosh"), W("gaz"))), ("stray-operator",)),
        ("quyosh NOT", W("quyosh"), ("stray-operator",)),
        ("* quyosh", W("quyosh"), ("stray-star",)),
        ("**", None, ("stray-star", "no-words")),
        ("muallif:quyosh", And((W("muallif"), W("quyosh"))), ("unknown-field",)),
        ("sarlavha:(quyosh)", W("quyosh"), ("unknown-field",)),
    ],
)
def test_broken_syntax_is_repaired_and_named(typed: str, tree: Node | None, repairs: tuple[str, ...]) -> None:
    assert parse(typed) == Parsed(tree, repairs)


def test_in_a_query_of_capitals_the_uzbek_operators_are_words() -> None:
    assert parse("SOLIQ YOKI YIGʻIM") == Parsed(And((W("SOLIQ"), W("YOKI"), W("YIGʻIM"))))
    assert parse("SOLIQ OR BOJ") == Parsed(Or((W("SOLIQ"), W("BOJ"))))


def test_times_and_addresses_are_not_fields() -> None:
    assert parse("10:30").repairs == ()
    assert parse("https://example.org/a").repairs == ()


def test_quotes_can_be_taken_off() -> None:
    tree = parse('"yashil makon" YOKI -"quyosh"').tree
    assert tree is not None
    assert unquoted(tree) == parse("(yashil makon) YOKI -quyosh").tree


@given(st.text())
def test_any_string_has_a_reading(typed: str) -> None:
    parse(typed)


@given(st.text('ab"“»()*-:! ANDORT'))
def test_any_string_of_signs_has_a_reading(typed: str) -> None:
    parse(typed)


@pytest.mark.parametrize("sign", ["(", ")", '"', "-", "*", "NOT ", "OR ", "a:", "(a ", "-(", "title:"])
def test_a_thousand_signs_have_a_reading(sign: str) -> None:
    parse(sign * 20_000)
