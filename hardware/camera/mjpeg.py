"""MJPEG over HTTP as a source. What comes is taken in as fast as the network gives it, and only the newest is decoded:
pictures that wait in a socket are seconds old, and look new.
"""

from __future__ import annotations

import http.client
import re
import threading
import urllib.error
import urllib.request
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit, urlunsplit

import cv2
import numpy as np

from hardware.contract import DeviceError, notice
from hardware.images import silent_codecs

if TYPE_CHECKING:
    from hardware.images import Pixels

ANSWER_S = 4.0
"""Longest wait for an answer and between two pieces of it."""
LARGEST = 32 << 20
"""Bytes of a picture with its headers."""
_PIECE = 1 << 18
_BOUNDARY = re.compile(r'boundary="?([^";,]+)', re.IGNORECASE)
_LENGTH = re.compile(rb"(?im)^content-length:[ \t]*(\d{1,9})[ \t]*\r?$")


class MjpegSource:
    """A camera that answers with multipart pictures."""

    period: float | None = None
    ended = False
    broken = 0
    fourcc = "MJPG"

    def __init__(self, answer: http.client.HTTPResponse, boundary: bytes, name: str) -> None:
        """Begin to read `answer` in a thread. `boundary`: what stands between two parts, without the hyphens."""
        self._answer, self._name = answer, name
        self._parts = Parts(boundary)
        self._changed = threading.Condition()
        self._newest: bytes | None = None
        self._over = False
        self._thread = threading.Thread(target=self._drain, name=f"drain {name}", daemon=True)
        self._thread.start()

    def read(self) -> Pixels | None:
        """The newest picture that was not read yet; None: none in time, or one that is broken. DeviceError."""
        picture = self._next()
        if picture is None:
            return None
        with silent_codecs(), suppress(cv2.error):
            return cv2.imdecode(np.frombuffer(picture, dtype=np.uint8), cv2.IMREAD_ANYCOLOR)
        return None

    def skip(self) -> bool:
        """Take the newest picture as it is."""
        return self._next() is not None

    def _next(self) -> bytes | None:
        with self._changed:
            self._changed.wait_for(lambda: self._newest is not None or self._over, ANSWER_S)
            picture, self._newest = self._newest, None
            if picture is None and self._over:
                raise DeviceError(notice("stream_ended", name=self._name))
        return picture

    def release(self) -> None:
        """Hang up."""
        self._over = True
        with suppress(OSError):
            self._answer.close()
        self._thread.join(ANSWER_S)

    def _drain(self) -> None:
        with suppress(OSError, ValueError, AttributeError, http.client.HTTPException):  # cut off, or closed meanwhile
            while not self._over and (piece := self._answer.read1(_PIECE)):
                pictures = self._parts.take(piece)
                if pictures:
                    with self._changed:
                        self._newest = pictures[-1]
                        self._changed.notify_all()
        with self._changed:
            self._over = True
            self._changed.notify_all()


class Parts:
    """Cuts a multipart stream into its parts. Noise, or a part too large, is thrown away."""

    def __init__(self, boundary: bytes) -> None:
        self._mark = b"--" + boundary
        self._waiting = bytearray()

    def take(self, piece: bytes) -> list[bytes]:
        """The bodies that are whole now."""
        self._waiting += piece
        bodies = []
        while (body := self._next()) is not None:
            bodies.append(body)
        if len(self._waiting) > LARGEST:
            self._waiting.clear()
        return bodies

    def _next(self) -> bytes | None:
        """The first whole body; by its length where that is told, so that it need not wait for the next part."""
        begin = self._waiting.find(self._mark)
        head_end = self._waiting.find(b"\r\n\r\n", begin + len(self._mark)) if begin >= 0 else -1
        if head_end < 0:
            return None
        start = head_end + 4
        length = _LENGTH.search(bytes(self._waiting[begin:start]))
        end = start + int(length[1]) if length is not None else -1
        following = self._waiting.find(self._mark, start)
        if not 0 <= end <= len(self._waiting):
            end = following
        if end < 0:
            return None
        body = bytes(self._waiting[start:end])
        del self._waiting[:end]
        return body


def mjpeg_source(url: str, name: str) -> MjpegSource | None:
    """The camera at an http(s) address; None: what answers there is of another kind, or asks for another way.

    DeviceError when nobody answers in time.
    """
    parts = urlsplit(url)
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    bare = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    if parts.username is not None:
        passwords.add_password(None, bare, unquote(parts.username), unquote(parts.password or ""))
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}),
        urllib.request.HTTPBasicAuthHandler(passwords),
        urllib.request.HTTPDigestAuthHandler(passwords),
    )
    try:
        answer = opener.open(bare, timeout=ANSWER_S)
    except TimeoutError:
        raise DeviceError(notice("stream_mute", name=name)) from None
    except (OSError, ValueError, http.client.HTTPException):
        return None
    kind = answer.headers.get("content-type", "")
    boundary = _BOUNDARY.search(kind)
    if not kind.lower().startswith("multipart/") or boundary is None:
        answer.close()
        return None
    return MjpegSource(answer, boundary[1].strip().lstrip("-").encode("latin-1"), name)
