"""What deploy/ holds is what systemd and nginx take, and what the product has."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from search.settings import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("izla*"))
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
MOST_EXPOSED = 2.0  # of systemd's ten, where ten is open


def analysed(*arguments: str) -> subprocess.CompletedProcess[str]:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("there is no systemd-analyze; on Debian: apt install systemd")
    return subprocess.run([analyze, *arguments], capture_output=True, text=True, check=False)


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units, with programs in the place of those that are installed on a server."""
    program = shutil.which("true")
    for unit in UNITS:
        text = re.sub(r"/opt/izla/bin/[a-z-]+", str(program), unit.read_text(encoding="utf-8"))
        (tmp_path / unit.name).write_text(text.replace("User=izla", "User=daemon").replace("Group=izla\n", ""))
    return tmp_path


def test_systemd_takes_every_unit(units: Path) -> None:
    found = analysed("verify", "--man=no", *(str(units / unit.name) for unit in UNITS))
    complaints = [line for line in found.stderr.splitlines() if str(units) in line or "izla" in line]
    assert complaints == []


@pytest.mark.parametrize("name", ["izla.service", "izla-reindex.service"])
def test_a_service_is_shut_off_from_what_it_does_not_need(units: Path, name: str) -> None:
    found = analysed("security", "--offline=true", "--no-pager", str(units / name))
    level = re.search(r"Overall exposure level for \S+: ([\d.]+)", found.stdout)
    assert level, found.stderr
    assert float(level[1]) <= MOST_EXPOSED, found.stdout


def test_the_commands_of_the_units_are_those_that_are_installed() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    said = "".join(path.read_text(encoding="utf-8") for path in DEPLOY.iterdir())
    for command in re.findall(r"\b(izla-(?:serve|reindex|search))(?=[ \"\n])", said):
        assert f'\n{command} = "' in project
    for name in re.findall(r"\bIZLA_[A-Z_]+", said):
        assert f'"{name}"' in (ROOT / "search" / "settings.py").read_text(encoding="utf-8") or name in (
            ROOT / "README.md"
        ).read_text(encoding="utf-8")


def test_nginx_takes_the_site(tmp_path: Path) -> None:
    if NGINX is None:
        if os.environ.get("IZLA_REQUIRE_NGINX") == "1":
            pytest.fail("nginx is required and missing")
        pytest.skip("there is no nginx; on Debian: apt install nginx-light")
    subject = ["-subj", "/CN=izlash.example.uz", "-days", "1", "-nodes"]
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", *subject]
    subprocess.run([*command, "-keyout", str(key), "-out", str(certificate)], capture_output=True, check=True)
    site = (DEPLOY / "nginx.conf").read_text(encoding="utf-8").replace("/var/cache/nginx/izla", str(tmp_path / "kept"))
    site = re.sub(r"/etc/ssl/\S+/fullchain\.pem", str(certificate), site)
    site = re.sub(r"/etc/ssl/\S+/privkey\.pem", str(key), site)
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log {tmp_path}/error.log;\nevents {{}}\nhttp {{\n{site}\n}}\n", encoding="utf-8"
    )
    command = [NGINX, "-t", "-c", str(tmp_path / "nginx.conf")]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr


def test_the_container_takes_its_packages_by_the_lock_from_debian() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    assert re.search(r"^FROM debian:", text, re.MULTILINE)
    assert "--require-hashes -r /opt/izla/run.txt" in text
    assert (ROOT / "requirements" / "run.txt").is_file()
