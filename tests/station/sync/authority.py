"""A certificate authority of the test's own, by the openssl command."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl command on this machine")

_CONFIG = """
[ca]
default_ca = here
[here]
database = {folder}/index.txt
serial = {folder}/serial
new_certs_dir = {folder}
default_md = sha256
policy = any
x509_extensions = leaf
unique_subject = no
[any]
commonName = supplied
[leaf]
subjectAltName = {names}
"""
KEYS = {
    "ec": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"],
    "rsa": ["-newkey", "rsa:2048"],
    "ed25519": ["-newkey", "ed25519"],
}


def openssl(*words: str, said: bytes = b"") -> bytes:
    done = subprocess.run(["openssl", *words], input=said, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


class Authority:
    """`ca_file` is its certificate; every pair is (certificate, key), the key readable by its owner alone.

    It is made as most hubs make theirs, by `openssl req -x509`: no keyUsage. `root`: another one that signs it.
    """

    def __init__(self, folder: Path, name: str = "hub authority", root: Authority | None = None) -> None:
        folder.mkdir()
        self._folder = folder
        self.ca_file, self._key = folder / "ca.pem", folder / "ca.key"
        more = ("-nodes", "-x509", "-days", "30", "-subj", f"/CN={name}")
        signer = ("-CA", str(root.ca_file), "-CAkey", str(root._key)) if root is not None else ()
        openssl("req", *KEYS["ec"], *more, *signer, "-keyout", str(self._key), "-out", str(self.ca_file))
        (folder / "index.txt").touch()
        (folder / "serial").write_text("1000\n")

    def pair(
        self,
        name: str = "centre",
        kind: str = "ec",
        valid: tuple[str, str] = ("20200101000000Z", "20991231000000Z"),
        alias: str = "IP:127.0.0.1,DNS:localhost",
    ) -> tuple[Path, Path]:
        cert, key, request, settings = (self._folder / f"{name}{end}" for end in (".pem", ".key", ".csr", ".cnf"))
        openssl("req", *KEYS[kind], "-nodes", "-subj", f"/CN={name}", "-keyout", str(key), "-out", str(request))
        settings.write_text(_CONFIG.format(folder=self._folder, names=alias))
        span = ("-startdate", valid[0], "-enddate", valid[1])
        signer = ("-cert", str(self.ca_file), "-keyfile", str(self._key), "-config", str(settings))
        openssl("ca", "-batch", "-notext", *signer, *span, "-in", str(request), "-out", str(cert))
        key.chmod(0o600)
        return cert, key


def pin_by_openssl(cert: Path) -> str:
    key = openssl("x509", "-in", str(cert), "-pubkey", "-noout")
    return base64.b64encode(hashlib.sha256(openssl("pkey", "-pubin", "-outform", "der", said=key)).digest()).decode()
