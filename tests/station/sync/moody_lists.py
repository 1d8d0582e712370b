"""A centre whose lists reach the station, or fail to, in every way that a line, a proxy or a hostile server fails."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from station.tracking_server.lists import Lists
from tests.station.sync.moody_centre import JSON, TROUBLES, _head
from tests.station.sync.raw_server import Link, RawServer, Request

NAMES = {"/v1/sort-plan": "sort-plan", "/v1/holds": "holds"}
Good = tuple[bytes, str]
"""A body and its media type."""


class MoodyLists(RawServer):
    """`mood(number)` says how request `number` is treated; `kept` is what a good answer comes from."""

    def __init__(self, kept: Lists | None, mood: Callable[[int], str] = lambda _: "ok") -> None:
        self.kept = kept
        self.mood = mood
        self.requests = 0
        self.elsewhere = 0
        super().__init__()

    def serve(self, link: Link, request: Request) -> bool:
        """One request; False: the connection ends."""
        path = request.line.split()[1]
        self.elsewhere += path == "/elsewhere"
        self.requests += 1
        mood = self.mood(self.requests)
        if mood == "drop":
            return False
        if mood in TROUBLES:
            return TROUBLES[mood](link)
        return self._answer(link, mood, self._good(path), request.headers.get("if-none-match", ""))

    def _good(self, path: str) -> Good | None:
        parts = urlsplit(path)
        if self.kept is None:
            return None
        if parts.path in NAMES:
            found = self.kept.text(NAMES[parts.path])
            return (found.content, found.media) if found is not None else None
        page = self.kept.page(parse_qs(parts.query).get("since", [""])[0])
        return (page, JSON) if page is not None else None

    def _answer(self, link: Link, mood: str, good: Good | None, asked: str) -> bool:
        if good is None:
            link.wfile.write(_head(404, "application/problem+json", 2) + b"{}")
            return True
        body, media = good
        if mood == "ok":
            if asked == tag(body):
                link.wfile.write(f"HTTP/1.1 304 X\r\netag: {asked}\r\n\r\n".encode())
            else:
                link.wfile.write(whole(body, media))
            return True
        match mood:
            case "cut":
                link.wfile.write(whole(body, media)[: len(body) // 2 + 60])
                return False
            case "short":
                link.wfile.write(whole(body[:-1], media, tag(body)))
            case "304":
                link.wfile.write(b'HTTP/1.1 304 X\r\netag: "another"\r\n\r\n')
            case "bomb":
                packed = gzip.compress(body)
                more = f'etag: "{hashlib.sha256(packed).hexdigest()}"\r\n'
                link.wfile.write(_head(200, media, len(packed), "gzip", more) + packed)
            case "endless":
                link.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/csv\r\n\r\n" + bytes(10 << 20))
                return False
            case _:
                link.wfile.write(whole(*LIES[mood](body, media)))
        return True


def tag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()}"'


def whole(body: bytes, media: str, etag: str = "") -> bytes:
    """An answer whose ETag is right, so that only its content can give it away."""
    return _head(200, media, len(body), more=f"etag: {etag or tag(body)}\r\n") + body


def _page(**changes: Any) -> Callable[[bytes, str], Good]:
    def lie(body: bytes, media: str) -> Good:
        page: dict[str, Any] = {"list": "manifest", "snapshot": True, "cursor": "0.0.0", "more": False}
        page |= {"columns": ["parcel_id"], "rows": [["EVIL"]], "removed": []}
        return json.dumps(page | changes).encode(), JSON

    return lie


def _text(content: bytes, media: str = "text/csv") -> Callable[[bytes, str], Good]:
    return lambda *_: (content, media)


LIES: dict[str, Callable[[bytes, str], Good]] = {
    "another list": _page(list="holds"),
    "no object": _text(b"[1]", JSON),
    "wrong types": _page(rows=[[1]]),
    "rows no list": _page(rows={"a": 1}),
    "short row": _page(columns=["parcel_id", "contents"]),
    "empty row": _page(rows=[[""]]),
    "unknown column": _page(columns=["parcel"]),
    "column twice": _page(columns=["parcel_id", "parcel_id"], rows=[["A", "B"]]),
    "no column": _page(columns=[], rows=[[]]),
    "control character": _page(rows=[["EV\x1b[2JIL"]]),
    "bidi": _page(rows=[["EVIL\u202e"]]),
    "surrogate": _page(rows=[["EVIL\ud800"]]),
    "bad digit": _page(rows=[["RB123456780CN"]]),
    "parcel twice": _page(rows=[["EVIL"], ["EVIL"]]),
    "removed and there": _page(removed=["EVIL"]),
    "removed escape": _page(removed=["\x1b]52;c;x"]),
    "huge row count": _page(rows=[["X"]] * 30_000),
    "cursor escape": _page(cursor="\x1b"),
    "cursor long": _page(cursor="x" * 10_000),
    "cursor none": _page(cursor=None),
    "more as text": _page(more="yes"),
    "snapshot missing": _page(snapshot=None),
    "more of nothing": _page(more=True, rows=[]),
    "deep json": _text(b'{"list":' + b"[" * 100_000, JSON),
    "huge number": _text(b'{"list":' + b"9" * 100_000 + b"}", JSON),
    "not utf-8": _text(b"parcel_id,bin\n\xff\xfe,B1\n"),
    "a million lines": _text(b"parcel_id\n" + b"\n" * 1_000_000),
    "html": _text(b"<html>log in</html>"),
    "html as html": _text(b"<html>log in</html>", "text/html"),
    "escape": _text(b"parcel_id,bin\nEV\x1b[2JIL,B1\n"),
    "other columns": _text(b"evil\n1\n"),
    "nothing": _text(b""),
}
"""Answers of the centre itself, whole and with the right ETag, none of which any of the three lists may take."""
SLOW = ("drip",)
HARMLESS = ("drop", "cut", "short", "304", "bomb", "endless")
FAULTS = [*HARMLESS, *LIES, *(name for name in TROUBLES if name not in SLOW)]
