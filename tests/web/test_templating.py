from jinja2 import DictLoader, Environment

from web.i18n.messages import catalog
from web.templating import WholeLoader

OUTER = "<p>{{ say('skip') }}</p>\n{% if shown %}{% include \"inner.html\" %}{% endif %}\n</main>\n"
INNER = "{% if name %}\n<b>{{ name }} {{ say('skip') }}</b>\n{% endif %}\n{% include \"last.html\" %}\n<i></i>\n"


def environment(lang: str, plain: DictLoader) -> Environment:
    return Environment(loader=WholeLoader(plain, catalog(lang)), trim_blocks=True, lstrip_blocks=True, autoescape=True)


def test_a_whole_template_writes_what_its_parts_would() -> None:
    plain = DictLoader({"outer.html": OUTER, "inner.html": INNER, "last.html": "<hr>\n"})
    parts = Environment(loader=plain, trim_blocks=True, lstrip_blocks=True, autoescape=True)  # it escapes
    parts.globals["say"] = catalog("ru").text
    for values in ({"shown": True, "name": "<a>"}, {"shown": True}, {}):
        whole = environment("ru", plain).get_template("outer.html").render(values)
        assert whole == parts.get_template("outer.html").render(values)


def test_each_language_has_its_own() -> None:
    plain = DictLoader({"a.html": "{{ say('skip') }}"})
    said = {lang: environment(lang, plain).get_template("a.html").render() for lang in ("uz", "uz-Cyrl", "ru", "en")}
    assert len(set(said.values())) == 4
    assert said["en"] == catalog("en").text("skip")


def test_a_template_is_read_again_when_a_part_of_it_changed() -> None:
    files = {"a.html": '{% include "b.html" %}', "b.html": "1"}
    changing = environment("uz", DictLoader(files))
    assert changing.get_template("a.html").render() == "1"
    files["b.html"] = "2"
    assert changing.get_template("a.html").render() == "2"
