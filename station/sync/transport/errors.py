"""What can go wrong on the way, and its codes."""

from __future__ import annotations

import errno
import re
import socket
import ssl
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from hardware.contract import CodedError, notice
from hardware.error_texts import os_reason
from station.core import LINE_TEXTS, printable

if TYPE_CHECKING:
    from hardware.contract import Notice


class LineError(CodedError):
    """The centre was not reached, or its answer did not arrive whole and in time. Nothing is known of the batch."""

    sentences = LINE_TEXTS


class TrustError(LineError):
    """Centre and station do not trust each other (certificate, key, clock): a person has to act."""


class AddressError(OSError):
    """An address or a file of the section `sync` cannot be used; the text begins with its key."""


_NO_WAY = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EADDRNOTAVAIL)
_CUT = (errno.ECONNRESET, errno.ECONNABORTED, errno.EPIPE, errno.ENOTCONN, errno.ETIMEDOUT)
_NO_TLS = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER_FAILURE")
_NO_COMMON_TLS = ("UNSUPPORTED_PROTOCOL", "NO_PROTOCOLS_AVAILABLE", "WRONG_SSL_VERSION", "DH_KEY_TOO_SMALL")
_INNER = re.compile(r"\[(?:Errno -?\d+|SSL: \w+|SSL)\] | \(_ssl\.c:\d+\)")
"""Inner names of the libraries, which tell a person nothing."""

_NOT_YET_VALID, _EXPIRED, _OTHER_NAME = 9, 10, (62, 64)
_UNKNOWN_ISSUER = (2, 18, 19, 20, 21)
"""Codes of OpenSSL, x509_vfy.h."""


def line_error(url: str, error: Exception) -> LineError:
    """The error of the network in the station's codes: what happened, the key of the configuration, what to do."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return TrustError(_certificate(url, cause.verify_code, cause.verify_message, datetime.now(UTC)))
        if isinstance(cause, ssl.SSLEOFError):
            return LineError(notice("line_cut", url=url))
        if isinstance(cause, ssl.SSLError) and (about := _tls(url, getattr(cause, "reason", None) or "")) is not None:
            return TrustError(about)
        if isinstance(cause, OSError) and (about := _network(url, cause)) is not None:
            return LineError(about)
    import httpx2

    if isinstance(error, httpx2.ConnectTimeout | httpx2.PoolTimeout):
        return LineError(notice("line_no_connection", url=url))
    if isinstance(error, httpx2.TimeoutException):
        return LineError(notice("line_no_answer", url=url))
    return LineError(_http(url, error))


def _network(url: str, error: OSError) -> Notice | None:
    """Why there is no connection; None: the error does not tell."""
    if isinstance(error, socket.gaierror):
        host = urlsplit(url).hostname or url
        if error.errno == socket.EAI_AGAIN:
            return notice("line_name_not_looked_up", url=url, host=host)
        return notice("line_name_unknown", url=url, host=host)
    if error.errno == errno.ECONNREFUSED:
        return notice("line_refused", url=url)
    if error.errno in _NO_WAY:
        return notice("line_no_way", url=url, reason=printable(os_reason(error)))
    return notice("line_cut", url=url) if error.errno in _CUT else None


def _tls(url: str, reason: str) -> Notice | None:
    """Why TLS was not agreed on, by OpenSSL's word for it; None: a person need not act."""
    if reason in _NO_TLS:
        return notice("line_no_tls", url=url)
    if "ALERT" in reason:
        alert = reason.rpartition("ALERT_")[2].replace("_", " ").lower()
        return notice("line_tls_refused", url=url, reason=alert)
    return notice("line_old_tls", url=url) if reason in _NO_COMMON_TLS else None


def _http(url: str, error: Exception) -> Notice:
    """What went wrong after the connection stood."""
    import httpx2

    text = printable(str(error) or type(error).__name__)
    if isinstance(error, httpx2.ReadError | httpx2.WriteError | httpx2.CloseError) or "disconnected" in text:
        return notice("line_cut", url=url)
    if isinstance(error, httpx2.RemoteProtocolError):
        return notice("line_no_http", url=url, reason=text)
    return notice("line_fails", url=url, reason=_INNER.sub("", text))


def _causes(error: BaseException | None) -> list[BaseException]:
    causes: list[BaseException] = []
    while error is not None and error not in causes:
        causes.append(error)
        error = error.__cause__ or error.__context__  # the pool hides the cause
    return causes


def _certificate(url: str, code: int, message: str, now: datetime) -> Notice:
    if code == _NOT_YET_VALID:
        return notice("trust_not_yet", url=url, today=f"{now:%Y-%m-%d}")
    if code == _EXPIRED:
        return notice("trust_over", url=url, today=f"{now:%Y-%m-%d}")
    if code in _OTHER_NAME:
        return notice("trust_other_name", url=url)
    if code in _UNKNOWN_ISSUER:
        return notice("trust_unknown_issuer", url=url)
    return notice("trust_refused", url=url, reason=printable(message))
