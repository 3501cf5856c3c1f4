from dataclasses import replace

from search import plan
from search.query_language.compiled import NOTHING, Compiled, all_of

ONE, TWO, OTHER, STOP = (plan.Term("lemma", text, 1.0) for text in ("bir", "ikki", "boshqa", "va"))
COMPILED = Compiled((ONE, TWO), (OTHER,), (), (STOP,), (), (), (), frozenset(), ())


def test_all_words_must_match_or_so_many_of_them() -> None:
    assert COMPILED.plan() == plan.All((ONE, TWO, OTHER), (), (plan.Any((STOP,)),))
    assert COMPILED.plan(2) == COMPILED.plan()
    assert COMPILED.plan(1) == plan.All((plan.AtLeast((ONE, TWO), 1), OTHER), (), (plan.Any((STOP,)),))


def test_what_holds_some_of_the_words_does_not_hold_all() -> None:
    found = COMPILED.partial(1)
    assert isinstance(found, plan.All)
    assert found.forbidden == (plan.All((ONE, TWO)),)


def test_words_that_no_release_has_are_left_out_where_others_are_left() -> None:
    unheld = replace(COMPILED, words=(ONE, NOTHING), unheld=("нечто",))
    assert unheld.held() == replace(COMPILED, words=(ONE,), unheld=("нечто",))
    assert replace(unheld, words=(NOTHING,)).held() == replace(unheld, words=(NOTHING,), unheld=())
    assert COMPILED.held() == COMPILED


def test_a_part_alone_is_the_plan() -> None:
    assert all_of((ONE,), (), ()) == ONE
    assert all_of((ONE,), (TWO,), ()) == plan.All((ONE,), (TWO,))
