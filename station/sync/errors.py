"""What can go wrong on the way, and its words."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime

import httpx2

from station.core.printable import printable


class LineError(Exception):
    """The centre was not reached, or its answer did not arrive whole and in time. Nothing is known of the batch."""


class TrustError(LineError):
    """Centre and station do not trust each other (certificate, key, clock): a person has to act."""


class AddressError(OSError):
    """An address or a file of the section `sync` cannot be used; the text begins with its key."""


_NOT_YET_VALID, _EXPIRED, _OTHER_NAME = 9, 10, (62, 64)
_UNKNOWN_ISSUER = (2, 18, 19, 20, 21)
"""Codes of OpenSSL, x509_vfy.h."""


def line_error(url: str, error: Exception) -> LineError:
    """The error of the network in the station's words, without the library's inner names."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return TrustError(f"{url}: {_certificate(cause.verify_code, cause.verify_message, datetime.now(UTC))}")
        if isinstance(cause, ssl.SSLError) and "ALERT" in (cause.reason or ""):
            words = (cause.reason or "").rpartition("ALERT_")[2].replace("_", " ").lower()
            return TrustError(f"{url}: the centre refuses this station's TLS ({words}); check sync.client_cert")
    if isinstance(error, httpx2.ConnectTimeout | httpx2.PoolTimeout):
        return LineError(f"{url}: no connection in time")
    if isinstance(error, httpx2.TimeoutException):
        return LineError(f"{url}: no answer in time")
    return LineError(f"{url}: {printable(str(error) or type(error).__name__)}")


def _causes(error: BaseException | None) -> list[BaseException]:
    causes: list[BaseException] = []
    while error is not None and error not in causes:
        causes.append(error)
        error = error.__cause__ or error.__context__  # the pool hides the cause
    return causes


def _certificate(code: int, message: str, now: datetime) -> str:
    clock = f"this station's clock, which says {now:%Y-%m-%d %H:%M} UTC"
    if code == _NOT_YET_VALID:
        return f"its certificate is not valid yet by {clock}; set the clock"
    if code == _EXPIRED:
        return f"its certificate has expired by {clock}; renew it at the centre, or set the clock if that is wrong"
    if code in _OTHER_NAME:
        return "its certificate is refused: it is for another name; check sync.url"
    if code in _UNKNOWN_ISSUER:
        return "its certificate is refused: nobody whom this station trusts has signed it; check sync.ca_file"
    return f"its certificate is refused ({printable(message)}); check sync.ca_file and the station's clock"
