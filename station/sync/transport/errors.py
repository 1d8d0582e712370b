"""What can go wrong on the way, and its words."""

from __future__ import annotations

import errno
import re
import socket
import ssl
from datetime import UTC, datetime
from urllib.parse import urlsplit

from station.core import printable


class LineError(Exception):
    """The centre was not reached, or its answer did not arrive whole and in time. Nothing is known of the batch."""


class TrustError(LineError):
    """Centre and station do not trust each other (certificate, key, clock): a person has to act."""


class AddressError(OSError):
    """An address or a file of the section `sync` cannot be used; the text begins with its key."""


_CABLE = "check the network cable"
_BY_ITSELF = "it is tried again by itself"
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
    """The error of the network in the station's words: what happened, the key of the configuration, what to do."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return TrustError(f"{url}: {_certificate(cause.verify_code, cause.verify_message, datetime.now(UTC))}")
        if isinstance(cause, ssl.SSLEOFError):
            return LineError(f"{url}: the connection was cut off; {_BY_ITSELF}")
        if isinstance(cause, ssl.SSLError) and (words := _tls(getattr(cause, "reason", None) or "")) is not None:
            return TrustError(f"{url}: {words}")
        if isinstance(cause, OSError) and (words := _network(cause, urlsplit(url).hostname or url)) is not None:
            return LineError(f"{url}: {words}")
    import httpx2

    if isinstance(error, httpx2.ConnectTimeout | httpx2.PoolTimeout):
        return LineError(f"{url}: no connection in time; check the network cable, that the centre is on, and sync.url")
    if isinstance(error, httpx2.TimeoutException):
        return LineError(f"{url}: no answer in time; the centre or the line is slow, {_BY_ITSELF}")
    return LineError(f"{url}: {_http(error)}")


def _network(error: OSError, host: str) -> str | None:
    """Why there is no connection; None: the error does not tell."""
    if isinstance(error, socket.gaierror):
        if error.errno == socket.EAI_AGAIN:
            return f"the name {host} cannot be looked up now, as no name server answers; {_CABLE} and the DNS settings"
        return f"the name {host} is unknown; check the spelling in sync.url, or use the IP address"
    if error.errno == errno.ECONNREFUSED:
        return "nobody answers at this port (connection refused); start the centre, or correct the port in sync.url"
    if error.errno in _NO_WAY:
        return f"there is no way to it ({printable(error.strerror or 'unreachable')}); {_CABLE}"
    if error.errno in _CUT:
        return f"the connection was cut off; {_BY_ITSELF}"
    return None


def _tls(reason: str) -> str | None:
    """Why TLS was not agreed on, by OpenSSL's word for it; None: a person need not act."""
    if reason in _NO_TLS:
        return "what answers there does not speak TLS; check the port and https in sync.url"
    if "ALERT" in reason:
        words = reason.rpartition("ALERT_")[2].replace("_", " ").lower()
        return f"the centre refuses this station's TLS ({words}); check sync.client_cert"
    if reason in _NO_COMMON_TLS:
        return "the centre speaks no TLS that this station does (1.2 or newer); bring it up to date"
    return None


def _http(error: Exception) -> str:
    """What went wrong after the connection stood."""
    import httpx2

    text = printable(str(error) or type(error).__name__)
    if isinstance(error, httpx2.ReadError | httpx2.WriteError | httpx2.CloseError) or "disconnected" in text:
        return f"the connection was cut off; {_BY_ITSELF}"
    if isinstance(error, httpx2.RemoteProtocolError):
        return f"what answers there does not speak HTTP as it should ({text}); check the port in sync.url"
    plain = _INNER.sub("", text)
    return f"{plain}; check sync.url"


def _causes(error: BaseException | None) -> list[BaseException]:
    causes: list[BaseException] = []
    while error is not None and error not in causes:
        causes.append(error)
        error = error.__cause__ or error.__context__  # the pool hides the cause
    return causes


def _certificate(code: int, message: str, now: datetime) -> str:
    clock = f"this station's clock, which says {now:%Y-%m-%d} UTC"
    if code == _NOT_YET_VALID:
        return f"its certificate is not valid yet by {clock}; set the clock"
    if code == _EXPIRED:
        return f"its certificate has expired by {clock}; renew it at the centre, or set the clock if that is wrong"
    if code in _OTHER_NAME:
        return "its certificate is refused: it is for another name; check sync.url"
    if code in _UNKNOWN_ISSUER:
        return "its certificate is refused: nobody whom this station trusts has signed it; check sync.ca_file"
    return f"its certificate is refused ({printable(message)}); check sync.ca_file and the station's clock"
