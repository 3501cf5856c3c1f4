"""The documented nginx in front of a service on a loopback port, without TLS."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from search.settings import ROOT
from tests.bench.service.processes import free_port, serving

NGINX: Final = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
_SITE: Final = ROOT / "deploy" / "nginx.conf"
_README: Final = ROOT / "deploy" / "README.md"


def events() -> str:
    """Return the lines of nginx.conf that deploy/README.md gives for many connections."""
    found = re.search(r"```nginx\n(.*?)```", _README.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


@contextmanager
def front(folder: Path, upstream: int) -> Iterator[int]:
    """Run nginx with the site of deploy/ before a port until the block ends; give its own port."""
    port = free_port()
    site = _SITE.read_text(encoding="utf-8")
    site = site.replace("unix:/run/izla/http.sock", f"127.0.0.1:{upstream}")
    site = site.replace("/var/cache/nginx/izla", str(folder / "kept"))
    site = re.sub(r"server \{\s+listen 80;.*?\n\}\n", "", site, flags=re.DOTALL)
    site = re.sub(r"\s+listen \[::\]:443[^;]*;", "", site)
    site = site.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    site = re.sub(r"\s+ssl_certificate[^;]*;", "", site)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    configuration = folder / "nginx.conf"
    configuration.write_text(
        # its workers are to write into the folder, which is ours alone; where we are not root they are ours anyway
        f"{'user root; ' if os.geteuid() == 0 else ''}daemon off; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"{events()}\n"
        f"http {{ access_log off; {temporary}\n{site}\n}}\n",
        encoding="utf-8",
    )
    assert NGINX
    checked = subprocess.run([NGINX, "-t", "-c", str(configuration)], capture_output=True, text=True, check=False)
    if checked.returncode:
        raise RuntimeError(checked.stderr)
    command = [NGINX, "-c", str(configuration)]
    with serving(command, dict(os.environ), port, "/readyz", folder / "nginx.log"):
        yield port
