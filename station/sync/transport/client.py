"""HTTP to the centre: one request at a time, bytes and time bounded, no redirect followed, nothing decompressed."""

from __future__ import annotations

import json
import threading
import time
import zlib
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote, urlsplit

from hardware.contract import notice
from station import __version__
from station.sync.centre_holdings import held_of
from station.sync.transport.errors import AddressError, LineError, line_error
from station.sync.transport.pinned_connection import Lifeline
from station.sync.transport.trust import Papers, trust_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from ssl import SSLContext

    import httpx2

    from station.core import Held

CONNECT_S, TOTAL_S, LOOK_S = 3.0, 15.0, 1.0
"""Seconds for a connection, for a whole batch, and for a look at the line."""
LARGEST_ANSWER = 1 << 20
LARGEST_LIST = 8 << 20
_GZIP = 31
"""zlib's window bits for a gzip header and trailer."""
_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class TrackingClient:
    """Speaks to one tracking API with one token."""

    repeatable = True

    def __init__(
        self,
        url: str,
        token: str | None,
        papers: Papers | None = None,
        total_s: float = TOTAL_S,
        new_token: Callable[[], str | None] | None = None,
        trust: SSLContext | None = None,
    ) -> None:
        """AddressError when the token would travel in the clear, the address is none, or a file cannot be used.

        `new_token` reads the token again, for `renew`; it raises OSError in words. `trust`: what another client made
        of the same papers, as the system's authorities take a while to read.
        """
        papers = papers or Papers()
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise AddressError(f"sync.url: {url!r} is no http or https address")
        if parts.scheme == "http" and parts.hostname not in LOOPBACK:
            raise AddressError(f"sync.url: {url!r} would send the token in the clear; use https")
        if parts.scheme == "http" and papers.pins:
            raise AddressError("sync.pins: there is no key to look at without https")
        self.url = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        self._total_s = total_s
        self._token = token
        self._new_token = new_token
        self._prepared: tuple[dict[str, Any], bytes] = {}, b""
        self.sent_bytes = 0
        """Bytes of the batches sent, as they went over the wire."""
        self._lifeline = Lifeline(papers.pins, tls=parts.scheme == "https")
        self.trust = trust or trust_of(papers)

    @cached_property
    def _http(self) -> httpx2.Client:
        """Made by the first request: the library takes a while to load, and no screen waits for it."""
        import httpx2

        return httpx2.Client(
            base_url=self.url,
            headers={
                "user-agent": f"parcel-station/{__version__}",
                "accept": "application/json",
                "accept-encoding": "identity",
            },
            verify=self.trust,
            follow_redirects=False,
            trust_env=False,
            timeout=httpx2.Timeout(5.0, connect=CONNECT_S),
            limits=httpx2.Limits(max_connections=1),
        )

    def renew(self) -> bool:
        """Read the token again; True when it is another one, which is used from now on. OSError in words."""
        token = self._new_token() if self._new_token is not None else self._token
        changed, self._token = token != self._token, token
        return changed

    def prepare(self, batch: dict[str, Any]) -> None:
        """Pack a batch that is to be sent next."""
        self._prepared = batch, packed(batch)

    def post_batch(self, batch: dict[str, Any], meanwhile: Callable[[], None]) -> tuple[int, dict[str, str], bytes]:
        """Send a batch: the answer's status, lower-case headers, raw body. LineError when none came whole.

        `meanwhile` is called once it is sent, before the answer is waited for; it must not raise.
        """
        prepared, body = self._prepared
        if prepared is not batch:
            body = packed(batch)
        self.sent_bytes += len(body)

        def watch(event: str, info: Mapping[str, Any]) -> None:
            self._lifeline.watch(event, info)
            if event == "http11.send_request_body.complete":
                meanwhile()

        headers = {"content-type": "application/json", "content-encoding": "gzip"}
        way = ("POST", "/v1/scan-batches", self._total_s)
        return self._send(*way, content=body, headers=headers, extensions={"trace": watch})

    def look(self) -> int:
        """Whether anybody answers: the status of the health check. LineError when nobody does."""
        return self._send("GET", "/healthz", LOOK_S, timeout=LOOK_S)[0]

    def report(self, station_id: str, status: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
        """Tell the station's status. LineError."""
        headers = {"content-type": "application/json"}
        path = f"/v1/stations/{quote(station_id, safe='')}/status"
        return self._send("POST", path, CONNECT_S, headers, content=_encode(status).encode())

    def is_cut(self) -> bool:
        """Whether the other side has ended the idle connection, without asking it."""
        return self._lifeline.is_cut()

    def parcel(self, parcel_id: str) -> tuple[int, dict[str, str], bytes]:
        """What the centre holds of a parcel. LineError."""
        return self._send("GET", f"/v1/parcels/{parcel_id}", CONNECT_S)

    def held(self, station_id: str, epoch: str) -> Held | None:
        """What the centre holds of an epoch, and what it lacks below that; None: it does not tell. LineError."""
        status, _, body = self._send("GET", f"/v1/stations/{station_id}/{epoch}/gaps", self._total_s)
        return held_of(body, epoch) if status == 200 else None

    def request(self, method: str, path: str, total_s: float, **request: Any) -> tuple[int, dict[str, str], bytes]:
        """Any other request, within the same bounds. LineError."""
        return self._send(method, path, total_s, **request)

    def fetch(self, path: str, etag: str | None) -> tuple[int, dict[str, str], bytes]:
        """A list, unless the centre's is the one of this ETag. LineError."""
        headers = {"accept": "*/*"} | ({"if-none-match": etag} if etag is not None else {})
        return self._send("GET", path, self._total_s, headers, LARGEST_LIST)

    def _send(
        self,
        method: str,
        path: str,
        total_s: float,
        headers: Mapping[str, str] = MappingProxyType({}),
        largest: int = LARGEST_ANSWER,
        **request: Any,
    ) -> tuple[int, dict[str, str], bytes]:
        """A timer ends the connection of an answer that drips for ever, header by header."""
        import httpx2

        http = self._http  # made before the time runs
        deadline = time.monotonic() + total_s
        late = threading.Timer(total_s, self._lifeline.cut)
        late.daemon = True
        late.start()
        bearer = {"authorization": f"Bearer {self._token}"} if self._token is not None else {}
        request = {"extensions": {"trace": self._lifeline.watch}} | request | {"headers": {**headers, **bearer}}
        try:
            with http.stream(method, path, **request) as answer:
                body = bytearray()
                for chunk in answer.iter_raw():
                    body += chunk
                    if len(body) > largest:
                        raise LineError(notice("line_too_much", url=self.url, most=largest))
                    if time.monotonic() > deadline:
                        raise LineError(notice("line_slow", url=self.url))
                return answer.status_code, {k.lower(): v for k, v in answer.headers.items()}, bytes(body)
        except (httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL, OSError, RuntimeError, ValueError) as error:
            if time.monotonic() > deadline:
                raise LineError(notice("line_half_an_answer", url=self.url)) from None
            raise line_error(self.url, error) from None
        finally:
            late.cancel()

    def hang_up(self) -> None:
        """From any thread: end the request under way; every later one is a LineError."""
        self._lifeline.end()

    def close(self) -> None:
        """Close the connections."""
        if "_http" in vars(self):
            self._http.close()

    def __enter__(self) -> Self:
        """Life is a `with` block."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Close."""
        self.close()


def packed(batch: dict[str, Any]) -> bytes:
    """A batch as it goes over the wire: JSON in gzip (RFC 1952)."""
    # Random ids have no long repetitions: FILTERED does not look for short ones, which cost more than they save.
    member = zlib.compressobj(6, zlib.DEFLATED, _GZIP, zlib.DEF_MEM_LEVEL, zlib.Z_FILTERED)
    return member.compress(_encode(batch).encode()) + member.flush()
