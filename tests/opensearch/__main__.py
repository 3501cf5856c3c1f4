"""Nodes of OpenSearch on loopback, in a temporary folder which goes with them.

./dev cluster [COUNT]                   run them until Ctrl-C
./dev cluster test [ARGS]               all that needs a cluster, with nodes that are killed and disks that fill
./dev cluster measure RELEASES.jsonl    measure a node beside the embedded engine
"""

import argparse
import os
import signal
import sys

import pytest

from tests.opensearch import measure
from tests.opensearch.nodes import HERE, MEASURED, SMALL, Nodes, Unavailable


def main() -> int:
    if sys.argv[1:2] == ["measure"]:
        return measure.main(sys.argv[2:])
    if sys.argv[1:2] == ["test"]:
        return test(sys.argv[2:])
    parser = argparse.ArgumentParser(
        prog="./dev cluster", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("count", type=int, nargs="?", default=3, help="nodes (3)")
    parser.add_argument("--version", help="of OpenSearch, instead of that in tests/opensearch/pom.xml")
    parser.add_argument("--measured", action="store_true", help="with a heap of 2 GB each and all of Java's compilers")
    asked = parser.parse_args()
    if asked.version:
        os.environ["IZLA_OPENSEARCH_VERSION"] = asked.version
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        with Nodes(asked.count, MEASURED if asked.measured else SMALL) as cluster:
            print(f"export IZLA_ENGINE=opensearch IZLA_OPENSEARCH_URL={cluster.urls}", flush=True)
            for node in cluster.nodes:
                print(f"# {node.name}: process {node.process.pid if node.process else 0}, {node.url}", flush=True)
            signal.sigwait({signal.SIGINT, signal.SIGTERM})
    except Unavailable as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


def test(arguments: list[str]) -> int:
    """Run the tests that need a cluster, those of failures too; return the exit code."""
    parser = argparse.ArgumentParser(prog="./dev cluster test", description=test.__doc__)
    parser.add_argument("--version", help="of OpenSearch, instead of that in tests/opensearch/pom.xml")
    asked, others = parser.parse_known_args(arguments)
    if asked.version:
        os.environ["IZLA_OPENSEARCH_VERSION"] = asked.version
    os.environ["IZLA_REQUIRE_OPENSEARCH"] = "1"
    contract, engine = "tests/search/engine_contract", "tests/search/engines/opensearch"
    own = [str(HERE / name) for name in ("failures.py", "least_privileges.py")]
    patience = ("-o", "faulthandler_timeout=1800")  # what fails there takes minutes
    return int(pytest.main(["-s", *patience, "-k", "opensearch", contract, engine, *own, *others]))


if __name__ == "__main__":
    sys.exit(main())
