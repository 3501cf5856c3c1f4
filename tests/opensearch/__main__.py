"""Run nodes of OpenSearch on loopback until Ctrl-C: ./dev cluster [COUNT]

They lie in a temporary folder, which goes with them.
"""

import signal
import sys

from tests.opensearch.nodes import Nodes, Unavailable


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    try:
        with Nodes(count) as cluster:
            print(f"export IZLA_ENGINE=opensearch IZLA_OPENSEARCH_URL={cluster.urls}", flush=True)
            for node in cluster.nodes:
                print(f"# {node.name}: process {node.process.pid if node.process else 0}, {node.url}", flush=True)
            signal.sigwait({signal.SIGINT, signal.SIGTERM})
    except Unavailable as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    sys.exit(main())
