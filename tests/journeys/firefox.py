"""Firefox over WebDriver BiDi (W3C), as Debian's own build speaks it: what one journey needs of it."""

import base64
import itertools
import json
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Self

from websockets.sync.client import ClientConnection, connect

FIREFOX: Final = "/usr/bin/firefox-esr"
ENTER: Final = "\ue007"  # a key's code in WebDriver
_PATIENCE: Final = 20  # seconds: a guard, no measure
_QUIET: Final = {  # preferences by which it asks nobody else
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.getAddons.cache.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "ui.prefersReducedMotion": 1,
}
_LISTENING: Final = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
_LARGEST: Final = 64 << 20  # bytes of one answer


class Firefox:
    """One tab of a Firefox; what its pages complain of in the console is kept in `complaints`."""

    def __init__(self, connection: ClientConnection) -> None:
        self.complaints: list[str] = []
        self._connection = connection
        self._numbers = itertools.count(1)
        self._ask("session.new", capabilities={})
        self._ask("session.subscribe", events=["log.entryAdded"])
        (tab,) = self._ask("browsingContext.getTree", maxDepth=0)["contexts"]
        self._tab = tab["context"]

    @classmethod
    @contextmanager
    def started(cls, profile: Path) -> Iterator[Self]:
        """Start a Firefox with a fresh profile in a folder, and end it."""
        preferences = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in _QUIET.items())
        (profile / "user.js").write_text("".join(preferences), encoding="utf-8")
        arguments = (FIREFOX, "--headless", "--no-remote", "--remote-debugging-port", "0", "--profile", str(profile))
        with subprocess.Popen((*arguments, "about:blank"), stderr=subprocess.PIPE, text=True) as process:
            try:
                assert process.stderr is not None
                address = next(found[1] for line in process.stderr if (found := _LISTENING.search(line)))
                with connect(f"{address}/session", max_size=_LARGEST) as connection:
                    yield cls(connection)
            finally:
                process.terminate()
                process.communicate()

    def goto(self, address: str) -> None:
        """Open an address and wait until it is loaded."""
        self._ask("browsingContext.navigate", context=self._tab, url=address, wait="complete")

    def resize(self, width: int, height: int) -> None:
        """Give the page a size in CSS pixels."""
        self._ask("browsingContext.setViewport", context=self._tab, viewport={"width": width, "height": height})

    def run(self, code: str) -> Any:
        """Return, as JSON carries it, what some JavaScript comes to, a promise's value when it is kept."""
        expression = f"Promise.resolve({code}).then((value) => JSON.stringify(value ?? null))"
        answer = self._ask("script.evaluate", expression=expression, target={"context": self._tab}, awaitPromise=True)
        assert answer["type"] == "success", answer
        return json.loads(answer["result"]["value"])

    def wait_for(self, code: str, wanted: Any) -> None:
        """Wait until some JavaScript comes to a value; it may fail meanwhile, as while a page is left."""
        last: object = None
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            try:
                last = self.run(code)
            except (AssertionError, RuntimeError) as error:
                last = error
            if last == wanted:
                return
            time.sleep(0.05)
        raise AssertionError(f"{code} is {last!r}, not {wanted!r}")

    def click(self, role: str, name: str) -> None:
        """Scroll to what assistive technology knows by a role and a name, and click on it with the mouse."""
        locator = {"type": "accessibility", "value": {"role": role, "name": name}}
        found = self._ask("browsingContext.locateNodes", context=self._tab, locator=locator)["nodes"]
        assert len(found) == 1, f"{len(found)} of {role} {name!r}"
        element = {"sharedId": found[0]["sharedId"]}
        self._ask(
            "script.callFunction",
            functionDeclaration="(element) => element.scrollIntoView({ block: 'center' })",
            arguments=[element],
            target={"context": self._tab},
            awaitPromise=False,
        )
        actions = [
            {"type": "pointerMove", "x": 0, "y": 0, "origin": {"type": "element", "element": element}},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._ask(
            "input.performActions",
            context=self._tab,
            actions=[{"type": "pointer", "id": "mouse", "actions": actions}],
        )

    def type(self, text: str) -> None:
        """Press the keys of a text, one by one."""
        keys = [{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")]
        self._ask("input.performActions", context=self._tab, actions=[{"type": "key", "id": "keys", "actions": keys}])

    def picture(self) -> bytes:
        """Return what is to be seen, as PNG."""
        return base64.b64decode(self._ask("browsingContext.captureScreenshot", context=self._tab)["data"])

    def _ask(self, method: str, **params: Any) -> Any:
        number = next(self._numbers)
        self._connection.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self._connection.recv(_PATIENCE))
            if answer.get("method") == "log.entryAdded" and answer["params"]["level"] == "error":
                self.complaints.append(answer["params"]["text"])
            if answer.get("id") != number:
                continue
            if answer["type"] == "error":
                raise RuntimeError(f"{method}: {answer['error']}: {answer['message']}")
            return answer["result"]
