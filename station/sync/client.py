"""HTTP to the centre: one request at a time, everything bounded (bytes, time), nothing followed, nothing inflated."""

from __future__ import annotations

import gzip
import json
import ssl
import threading
import time
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import httpx2

from station import __version__

if TYPE_CHECKING:
    from pathlib import Path

CONNECT_S, TOTAL_S, LOOK_S = 3.0, 15.0, 1.0
"""Seconds for a connection, for a whole batch, and for a look at the line."""
LARGEST_ANSWER = 1 << 20
LARGEST_LIST = 8 << 20
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class LineError(Exception):
    """The centre was not reached, or its answer did not arrive whole and in time. Nothing is known of the batch."""


class AddressError(OSError):
    """`sync.url` cannot be used; the text says why."""


class TrackingClient:
    """Speaks to one tracking API with one token."""

    def __init__(self, url: str, token: str | None, ca_file: Path | None = None, total_s: float = TOTAL_S) -> None:
        """AddressError when the token would travel in the clear or the address is none."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise AddressError(f"sync.url: {url!r} is no http or https address")
        if parts.scheme == "http" and parts.hostname not in LOOPBACK:
            raise AddressError(f"sync.url: {url!r} would send the token in the clear; use https")
        self.url = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        self._total_s = total_s
        headers = {"user-agent": f"parcel-station/{__version__}", "accept": "application/json"}
        if token is not None:
            headers["authorization"] = f"Bearer {token}"
        self._headers = headers | {"accept-encoding": "identity"}
        self._trust = _trusted(ca_file)
        self._http = self._new_http()

    def _new_http(self) -> httpx2.Client:
        return httpx2.Client(
            base_url=self.url,
            headers=self._headers,
            verify=self._trust,
            follow_redirects=False,
            trust_env=False,
            timeout=httpx2.Timeout(5.0, connect=CONNECT_S),
        )

    def post_batch(self, batch: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
        """Send a batch: the answer's status, lower-case headers, raw body. LineError when none came whole."""
        body = gzip.compress(json.dumps(batch, separators=(",", ":")).encode(), compresslevel=6)
        headers = {"content-type": "application/json", "content-encoding": "gzip"}
        return self._send("POST", "/v1/scan-batches", self._total_s, content=body, headers=headers)

    def look(self) -> int:
        """Whether anybody answers: the status of the health check. LineError when nobody does."""
        return self._send("GET", "/healthz", LOOK_S, timeout=LOOK_S)[0]

    def parcel(self, parcel_id: str) -> tuple[int, dict[str, str], bytes]:
        """What the centre holds of a parcel. LineError."""
        return self._send("GET", f"/v1/parcels/{parcel_id}", CONNECT_S)

    def fetch(self, path: str, etag: str | None) -> tuple[int, dict[str, str], bytes]:
        """A list, unless the centre's is the one of this ETag. LineError."""
        headers = {"accept": "*/*"} | ({"if-none-match": etag} if etag is not None else {})
        return self._send("GET", path, self._total_s, LARGEST_LIST, headers=headers)

    def _send(
        self, method: str, path: str, total_s: float, largest: int = LARGEST_ANSWER, **request: Any
    ) -> tuple[int, dict[str, str], bytes]:
        """The timer closes the connection of an answer that drips for ever, header by header."""
        deadline = time.monotonic() + total_s
        late = threading.Timer(total_s, self._http.close)
        late.daemon = True
        late.start()
        try:
            with self._http.stream(method, path, **request) as answer:
                body = bytearray()
                for chunk in answer.iter_raw():
                    body += chunk
                    if len(body) > largest:
                        raise LineError(f"{self.url} answers with more than {largest} bytes")
                    if time.monotonic() > deadline:
                        raise LineError(f"{self.url} answers too slowly")
                return answer.status_code, {k.lower(): v for k, v in answer.headers.items()}, bytes(body)
        except (httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL, OSError, RuntimeError, ValueError) as error:
            words = "no whole answer in time" if time.monotonic() > deadline else _reason(error)
            raise LineError(f"{self.url}: {words}") from None
        finally:
            late.cancel()
            if self._http.is_closed:
                self._http = self._new_http()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        """Life is a `with` block."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Close."""
        self.close()


def _trusted(ca_file: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
    except (OSError, ssl.SSLError) as error:
        raise AddressError(f"sync.ca_file: {ca_file} cannot be used ({error}); it must be a PEM bundle") from None


def _reason(error: Exception) -> str:
    """One short cause, without the library's inner names."""
    if isinstance(error, httpx2.ConnectTimeout | httpx2.PoolTimeout):
        return "no connection in time"
    if isinstance(error, httpx2.TimeoutException):
        return "no answer in time"
    text = str(error) or type(error).__name__
    if "CERTIFICATE" in text.upper():
        return f"its certificate is refused ({text}); check sync.ca_file and the station's clock"
    return text
