"""TLS to the centre: whom the station trusts, and by what the centre knows the station."""

from __future__ import annotations

import base64
import hashlib
import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from station.sync.transport.errors import AddressError
from station.sync.transport.token import TokenError, refuse_shared

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True)
class Papers:
    """Files in PEM; nothing given: the system's authorities, no certificate of our own, any key."""

    ca_file: Path | None = None
    """Authorities that count instead of the system's."""
    client_cert: Path | None = None
    """Our own certificate and what links it to its authority."""
    client_key: Path | None = None
    """Its key, unless `client_cert` holds that too."""
    pins: tuple[str, ...] = ()
    """Keys that the centre may have, as of `pin`; none: any that an authority vouches for."""


def trust_of(papers: Papers) -> ssl.SSLContext:
    """TLS 1.2 or newer, names and certificates checked, the same on every Python. AddressError in words.

    An authority needs no keyUsage, and one that a root of others has signed may stand in `ca_file` alone.
    """
    ca_file = papers.ca_file
    try:
        trusted = ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
    except (OSError, ssl.SSLError) as error:
        raise AddressError(f"sync.ca_file: {ca_file} cannot be used ({error}); it must be a PEM bundle") from None
    trusted.minimum_version = ssl.TLSVersion.TLSv1_2
    # Python 3.13 changed both: a newer Python neither cuts a hub off from its centre nor trusts another one.
    trusted.verify_flags = (trusted.verify_flags & ~ssl.VERIFY_X509_STRICT) | ssl.VERIFY_X509_PARTIAL_CHAIN
    if papers.client_cert is not None:
        _load_own(trusted, papers.client_cert, papers.client_key)
    elif papers.client_key is not None:
        raise AddressError("sync.client_key: a key without its certificate; name that in sync.client_cert")
    return trusted


def _load_own(trusted: ssl.SSLContext, cert: Path, key: Path | None) -> None:
    name = "sync.client_cert" if key is None else "sync.client_key"
    try:
        refuse_shared(key or cert, (key or cert).stat().st_mode, name)
        # A password of our own, or OpenSSL would ask for one at the terminal.
        trusted.load_cert_chain(cert, key, password="none")  # noqa: S106  # no secret: such keys cannot be used
    except TokenError as error:
        raise AddressError(str(error)) from None
    except (OSError, ssl.SSLError) as error:
        files = f"{cert} with {key}" if key else f"{cert}"
        cure = "PEM files that belong together, the key without a password"
        raise AddressError(f"{name}: {files} cannot be used ({error}); they must be {cure}") from None


def last_moment(url: str, papers: Papers, timeout_s: float) -> datetime | None:
    """Until when the certificate of an https server is valid; None: the address is none of https. OSError."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        return None
    with (
        socket.create_connection((parts.hostname, parts.port or 443), timeout_s) as plain,
        trust_of(papers).wrap_socket(plain, server_hostname=parts.hostname) as link,
    ):
        ends = (link.getpeercert() or {}).get("notAfter")
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(ends)), UTC) if ends else None


def pin(certificate: bytes) -> str:
    """The pin of a certificate in DER: base64 of the SHA-256 of its public key (SPKI), as of RFC 7469."""
    return base64.b64encode(hashlib.sha256(_public_key(certificate)).digest()).decode()


def is_pinned(certificate: bytes, pins: Collection[str]) -> bool:
    """Whether the key of a certificate is one that the centre may have."""
    return not pins or pin(certificate) in pins


def _public_key(der: bytes) -> bytes:
    """SubjectPublicKeyInfo of a certificate (RFC 5280, 4.1) that OpenSSL has read already."""
    _, at, _ = _element(der, 0)  # Certificate
    _, at, _ = _element(der, at)  # TBSCertificate
    tag, _, end = _element(der, at)
    at = end if tag == 0xA0 else at  # the version is optional
    for _ in ("serialNumber", "signature", "issuer", "validity", "subject"):
        _, _, at = _element(der, at)
    _, _, end = _element(der, at)
    return der[at:end]


def _element(der: bytes, at: int) -> tuple[int, int, int]:
    """Tag of the element at `at`, where its content begins, where that ends."""
    tag, length, begin = der[at], der[at + 1], at + 2
    if length & 0x80:
        size = length & 0x7F
        length = int.from_bytes(der[begin : begin + size], "big")
        begin += size
    return tag, begin, begin + length
