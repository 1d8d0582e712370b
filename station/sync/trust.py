"""Whom the station believes, and how it proves who it is: TLS settings of the line to the centre."""

from __future__ import annotations

import ssl
import stat
from dataclasses import dataclass
from pathlib import Path


class AddressError(OSError):
    """The line cannot be used as it is configured; the text names the key and says why."""


@dataclass(frozen=True, slots=True)
class Papers:
    """PEM files; None: not configured."""

    ca_file: Path | None = None
    """Certificate authorities to believe, instead of those of the system."""
    client_cert: Path | None = None
    """The station's own certificate, with those between it and its authority."""
    client_key: Path | None = None
    """Its private key; None: it is in the same file."""


def trust_of(papers: Papers) -> ssl.SSLContext:
    """TLS 1.2 or newer, certificates checked. AddressError names what cannot be used."""
    try:
        context = ssl.create_default_context(cafile=str(papers.ca_file) if papers.ca_file else None)
    except (OSError, ssl.SSLError) as error:
        raise AddressError(
            f"sync.ca_file: {papers.ca_file} cannot be used ({error}); it must be a PEM bundle"
        ) from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if papers.client_cert is not None:
        _show(context, papers.client_cert, papers.client_key)
    elif papers.client_key is not None:
        raise AddressError("sync.client_key: a key without sync.client_cert proves nothing; name the certificate too")
    return context


def _show(context: ssl.SSLContext, cert: Path, key: Path | None) -> None:
    secret, name = (key, "sync.client_key") if key is not None else (cert, "sync.client_cert")
    try:
        mode = secret.stat().st_mode
    except OSError as error:
        raise AddressError(f"{name}: {secret} cannot be read ({error}); put the file there") from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise AddressError(f"{name}: {secret} holds a key and may be read by others; run: chmod 600 {secret}")
    try:
        # A key with a password would ask on the terminal, at every start: it is refused instead.
        context.load_cert_chain(cert, key, password=lambda: "")
    except (OSError, ssl.SSLError) as error:
        raise AddressError(
            f"sync.client_cert: {cert} and its key cannot be used ({error}); both must be PEM, without a password, and "
            "belong together"
        ) from None
