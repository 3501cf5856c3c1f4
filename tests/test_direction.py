"""The house has one direction: a module that imports against it fails here, named with what it imports."""

import ast
from collections.abc import Iterator
from pathlib import Path

from search.settings import ROOT

# Who may import a package, by the dotted name a module's own name begins with.
ONLY = {
    "whoosh": ("search.engines.whoosh", "tests"),
    "opensearchpy": ("search.engines.opensearch", "tests"),
    "flask": ("web", "tests"),
    "werkzeug": ("web", "tests"),
    "index": ("index", "tests"),
    "web": ("web", "tests"),
}
LANGUAGE_MAY_IMPORT = {"icu", "search.uzbek"}
# A variable that a function sets is shared by all sites of a process; one of a worker process has only its run's.
SET_BY_FUNCTIONS = {"index.worker_pool": {"_of_this_process"}}


def modules() -> Iterator[tuple[str, Path]]:
    for package in ("search", "index", "web"):
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imports(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            assert node.module is not None
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def against(module: str, name: str) -> str | None:
    """Return why a module may not import a name, None when it may."""
    for package, allowed in ONLY.items():
        if within(name, package) and not any(within(module, other) for other in allowed):
            return f"{module} imports {name}, which belongs to {' and '.join(allowed[:-1])}"
    face = tuple(f"search.engines.open_{what}" for what in ("index", "service", "store"))
    if within(name, "search.engines") and name not in face and not within(module, "search.engines"):
        return f"{module} imports {name}: what is above an engine does not know which one it is"
    if within(name, "search.uzbek.plain") and not within(module, "search.uzbek"):
        return f"{module} imports {name}: above the language an analyzer is handed down; search.uzbek has the rest"
    foreign = within(name, "search") or within(name, "numpy") or within(name, "rapidfuzz")
    if within(module, "search.uzbek") and foreign and not any(within(name, own) for own in LANGUAGE_MAY_IMPORT):
        return f"{module} imports {name}: the language knows nothing but ICU and the standard library"
    return None


def test_every_import_goes_the_one_direction() -> None:
    wrong = [
        reason
        for module, path in modules()
        for name in imports(path.read_text(encoding="utf-8"))
        if (reason := against(module, name))
    ]
    assert not wrong


def test_the_rule_sees_what_is_wrong() -> None:
    assert against("web.views.search", "index.cli")
    assert against("search.snippets", "flask.Flask")
    assert against("search.uzbek.letters", "search.query.Query")
    assert against("search.facets.table", "search.engines.whoosh.open_engine")
    assert against("index.corpus_reader", "whoosh.index")
    assert against("search.highlighting", "search.uzbek.plain.PLAIN")
    assert not against("web.views.search", "search.query.Query")
    assert not against("search.engines.whoosh.store", "whoosh.index")


def test_no_function_sets_what_all_sites_of_a_process_would_share() -> None:
    found = {module: set_globally(path.read_text(encoding="utf-8")) for module, path in modules()}
    assert {module: names for module, names in found.items() if names} == SET_BY_FUNCTIONS


def set_globally(text: str) -> set[str]:
    return {name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Global) for name in node.names}


# The floors of web: what a room there must not import.
WEB_FLOORS = {
    "web.i18n": ("web.app_state", "web.request_state", "web.middleware", "web.presenters", "web.api", "web.views"),
    "web.parameters.table": ("web.endpoints", "web.app_state", "web.middleware", "web.presenters", "web.views"),
    "web.endpoints": ("web.app_state", "web.shared", "web.middleware", "web.presenters", "web.api", "web.views"),
    "web.shared": ("web.app_state", "web.request_state", "web.middleware", "web.presenters", "web.api", "web.views"),
    "web.app_state": ("web.request_state", "web.middleware", "web.presenters", "web.api", "web.views"),
    "web.request_state": ("web.middleware", "web.presenters", "web.api", "web.views"),
    "web.middleware": ("web.presenters", "web.api", "web.views"),
    "web.presenters": ("web.middleware", "web.api", "web.views"),
    "web.api": ("web.middleware", "web.presenters", "web.views"),
}


def up_the_stairs(module: str, name: str) -> bool:
    """Say whether a module of web imports what is on a floor above it."""
    return any(
        within(module, room) and any(within(name, above) for above in floors) for room, floors in WEB_FLOORS.items()
    )


def test_no_room_of_web_imports_a_floor_above_it() -> None:
    assert not [
        f"{module} imports {name}"
        for module, path in modules()
        for name in imports(path.read_text(encoding="utf-8"))
        if up_the_stairs(module, name)
    ]


def test_the_floors_of_web_see_what_is_wrong() -> None:
    assert up_the_stairs("web.middleware.response_cache", "web.presenters.layout.links")
    assert up_the_stairs("web.shared.counters", "web.app_state.state")
    assert not up_the_stairs("web.views.search", "web.presenters.results_page.results_page")


def test_no_view_hides_a_room_of_web() -> None:
    views = {module.removeprefix("web.views.") for module, _ in modules() if module.startswith("web.views.")}
    rooms = {path.parent.name for path in (ROOT / "web").glob("*/__init__.py")}
    assert not views & rooms
