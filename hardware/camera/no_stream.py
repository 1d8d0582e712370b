"""Why a network camera gives no stream: OpenCV and FFmpeg say only that it does not, so it is asked once more."""

from __future__ import annotations

import base64
import http.client
import re
import socket
import ssl
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from hardware.contract import notice
from hardware.error_texts import os_reason

if TYPE_CHECKING:
    from urllib.parse import SplitResult

    from hardware.contract import Notice

ANSWER_S = 0.8
"""Wait for a connection, and for the answer; FFmpeg has waited its own time before."""
_PORTS = {"http": 80, "https": 443, "rtsp": 554, "rtsps": 322, "rtmp": 1935}
_TITLE = re.compile(rb"(?i)<title>\s*([^<]{1,80})")
_PAGE = ("text/html", "application/xhtml+xml")


def why_no_stream(url: str, name: str) -> Notice | None:
    """What stands in the way, without the password; None: nothing that can be seen from here. `name`: of the camera."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return notice("stream_no_address", name=name)
    if not parts.hostname or port is None:
        return None
    at = f"{parts.hostname}:{port}"
    try:
        socket.create_connection((parts.hostname, port), ANSWER_S).close()
        return _asked(parts, port, name) if parts.scheme in ("http", "https") else None
    except ConnectionRefusedError:
        return notice("stream_refused", name=name, at=at)
    except socket.gaierror:
        return notice("stream_host_unknown", name=name, host=parts.hostname)
    except TimeoutError:
        return notice("stream_no_answer", name=name, at=at)
    except (http.client.RemoteDisconnected, ConnectionError):
        return notice("stream_hangs_up", name=name, at=at)
    except ssl.SSLError as error:
        return notice("stream_no_https", name=name, at=at, reason=str(error.reason))
    except (OSError, http.client.HTTPException, ValueError) as error:
        return notice("stream_unreached", name=name, at=at, reason=os_reason(error))


def http_reason(name: str, status: int, content_type: str, body: bytes = b"") -> Notice | None:
    """What an HTTP answer means for who wants pictures; None: it is a stream, as it should be."""
    kind = content_type.partition(";")[0].strip().lower()
    answer = f"{status} {http.client.responses.get(status, '')}".rstrip()
    if status in (401, 403):
        return notice("stream_no_login", name=name, answer=answer)
    if status in (404, 410):
        return notice("stream_no_path", name=name, answer=answer)
    if 300 <= status < 400:
        return notice("stream_elsewhere", name=name, answer=answer)
    if status >= 500:
        return notice("stream_in_trouble", name=name, answer=answer)
    if status != http.client.OK:
        return notice("stream_withheld", name=name, answer=answer)
    if kind in _PAGE or body.lstrip()[:1] == b"<":
        title = _TITLE.search(body)
        page = title[1].decode(errors="replace").strip() if title else None
        return notice("stream_web_page", name=name, title=page)
    if kind and not kind.startswith(("multipart/", "image/", "video/", "application/octet-stream")):
        return notice("stream_no_pictures", name=name, kind=kind)
    return None


def _asked(parts: SplitResult, port: int, name: str) -> Notice | None:
    """What the camera answers to a plain question for the stream."""
    make = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = make(parts.hostname or "", port, timeout=ANSWER_S)
    headers = {"User-Agent": "parcel-station", "Accept": "*/*"}
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    try:
        connection.request("GET", f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}", headers=headers)
        answer = connection.getresponse()
        kind = answer.headers.get("content-type", "")
        body = answer.read(2048) if kind.startswith("text/") or not kind else b""
        return http_reason(name, answer.status, kind, body)
    finally:
        connection.close()
