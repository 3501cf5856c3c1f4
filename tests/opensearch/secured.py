"""A node with the security plugin, of Maven Central, and all that it takes: certificates made here, users and roles.

Requests need TLS and either a user with a password or a client certificate, whose common name is the user.
"""

import datetime as dt
import http.client
import ipaddress
import json
import shutil
import ssl
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from tests.opensearch.nodes import (
    SMALL,
    Node,
    Unavailable,
    Unpublished,
    cache_folder,
    class_path,
    free_ports,
    maven,
    version,
)

PLUGIN: Final = "org.opensearch.security.OpenSearchSecurityPlugin"
ADMIN: Final = "admin"
PASSWORD: Final = "Quyosh-stansiyasi-42"
_EMPTY: Final = ("action_groups", "internal_users", "roles", "roles_mapping", "tenants", "nodes_dn")
_WAYS_IN: Final = """
_meta: {type: config, config_version: 2}
config:
  dynamic:
    authc:
      certificates:
        http_enabled: true
        order: 0
        http_authenticator: {type: clientcert, config: {username_attribute: cn}, challenge: false}
        authentication_backend: {type: noop}
      passwords:
        http_enabled: true
        order: 1
        http_authenticator: {type: basic, challenge: true}
        authentication_backend: {type: intern}
"""


class Authority:
    """Makes certificates, each with its key, in a folder; `ca` is its own."""

    def __init__(self, folder: Path, name: str = "tests") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.ca = folder / f"{name}-ca.pem"
        self._key = rsa.generate_private_key(65537, 2048)
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{name} authority")])
        self.ca.write_bytes(self._signed(self._name, self._key.public_key(), None).public_bytes(_PEM))

    def issue(self, name: str) -> tuple[Path, Path]:
        """Return the files of a certificate for a common name, good for 127.0.0.1, and of its key."""
        key = rsa.generate_private_key(65537, 2048)
        certificate, private = self.folder / f"{name}.pem", self.folder / f"{name}.key"
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        certificate.write_bytes(self._signed(subject, key.public_key(), "127.0.0.1").public_bytes(_PEM))
        plain = serialization.NoEncryption()
        private.write_bytes(key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, plain))
        return certificate, private

    def _signed(self, subject: x509.Name, key: rsa.RSAPublicKey, address: str | None) -> x509.Certificate:
        now = dt.datetime.now(dt.UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(hours=1))
            .not_valid_after(now + dt.timedelta(days=2))
            .add_extension(x509.BasicConstraints(ca=address is None, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )
        if address:
            names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
            builder = builder.add_extension(names, critical=False)
        return builder.sign(self._key, hashes.SHA256())


_PEM: Final = serialization.Encoding.PEM


@dataclass(frozen=True, slots=True)
class Secured:
    """A node that lets in whom it knows: its address, who signs its certificates, and what changes its rules."""

    url: str
    authority: Authority
    admin: ssl.SSLContext

    def allow(self, user: str, cluster: Sequence[str], indices: Sequence[str], pattern: str = "izla-*") -> None:
        """Let a user in with PASSWORD, who may do this in the cluster and that with some indices."""
        allowed = {"index_patterns": [pattern], "allowed_actions": list(indices)}
        self.put(f"roles/{user}", {"cluster_permissions": list(cluster), "index_permissions": [allowed]})
        self.put(f"internalusers/{user}", {"password": PASSWORD})
        self.put(f"rolesmapping/{user}", {"users": [user]})

    def put(self, what: str, body: dict[str, Any]) -> None:
        """Make or change a user, a role or who has a role, as its administrator."""
        host, port = self.url.removeprefix("https://").split(":")
        connection = http.client.HTTPSConnection(host, int(port), context=self.admin, timeout=180)
        try:
            headers = {"Content-Type": "application/json"}
            connection.request("PUT", f"/_plugins/_security/api/{what}", json.dumps(body), headers)
            answer = connection.getresponse()
            said = answer.read().decode()
        finally:
            connection.close()
        assert answer.status in (200, 201), said


@contextmanager
def secured() -> Iterator[Secured]:
    """Run a node with the security plugin until the block ends."""
    with tempfile.TemporaryDirectory(prefix="izla-secured-") as folder:
        home = Path(folder)
        authority = Authority(home / "config")
        certificate, key = authority.issue("node")
        admin = authority.issue(ADMIN)
        rules = home / "config" / "opensearch-security"
        rules.mkdir()
        (rules / "config.yml").write_text(_WAYS_IN)
        for name in _EMPTY:
            (rules / f"{name}.yml").write_text(f"_meta: {{type: {name.replace('_', '')}, config_version: 2}}\n")
        files = {
            "pemcert_filepath": certificate.name,
            "pemkey_filepath": key.name,
            "pemtrustedcas_filepath": authority.ca.name,
        }
        options = [
            f"+{PLUGIN}",
            *(
                f"plugins.security.ssl.{part}.{name}={file}"
                for part in ("transport", "http")
                for name, file in files.items()
            ),
            "plugins.security.ssl.transport.enforce_hostname_verification=false",
            "plugins.security.ssl.http.enabled=true",
            "plugins.security.ssl.http.clientauth_mode=OPTIONAL",
            f"plugins.security.authcz.admin_dn=CN={ADMIN}",
            "plugins.security.nodes_dn=CN=node",
            "plugins.security.allow_default_init_securityindex=true",
        ]
        ports = free_ports(2)
        node = Node("n1", ports[0], ports[1], home, SMALL, options, f"{class_path()}:{_plugin()}")
        context = ssl.create_default_context(cafile=str(authority.ca))
        context.load_cert_chain(*map(str, admin))
        node.start([node])
        try:
            one = Secured(f"https://127.0.0.1:{node.http}", authority, context)
            _wait(one, node)
            yield one
        finally:
            node.stop()


def _wait(one: Secured, node: Node) -> None:
    until = time.monotonic() + 240
    while True:
        try:
            one.put("roles/none", {"cluster_permissions": []})
            return
        except (OSError, AssertionError, http.client.HTTPException) as error:
            if time.monotonic() > until or node.process is None or node.process.poll() is not None:
                log = (node.home / "log").read_text(errors="replace")
                raise Unavailable(f"the secured node does not answer ({error}): {log[-3000:]}") from None
            time.sleep(0.3)


def _plugin() -> str:
    """Return the class path of the plugin, fetched once."""
    kept = cache_folder() / f"opensearch-security-{version()}"
    if not kept.is_dir():
        with tempfile.TemporaryDirectory(dir=cache_folder()) as made:
            coordinates = f"org.opensearch.plugin:opensearch-security:{version()}.0:zip"
            goal = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy"
            try:
                maven(goal, f"-Dartifact={coordinates}", f"-DoutputDirectory={made}")
            except Unavailable as reason:
                if "Could not find artifact" in str(reason) or "was not found in" in str(reason):
                    raise Unpublished(f"Maven Central has no {coordinates}") from None
                raise
            (archive,) = Path(made).glob("*.zip")
            with zipfile.ZipFile(archive) as packed:
                packed.extractall(Path(made) / "new")
            shutil.move(Path(made) / "new", kept)
    return ":".join(sorted(map(str, kept.glob("*.jar"))))
