"""Why a network camera gives no stream: OpenCV and FFmpeg say only that it does not, so it is asked once more."""

from __future__ import annotations

import base64
import http.client
import re
import socket
import ssl
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from urllib.parse import SplitResult

ANSWER_S = 0.8
"""Wait for a connection, and for the answer; FFmpeg has waited its own time before."""
_PORTS = {"http": 80, "https": 443, "rtsp": 554, "rtsps": 322, "rtmp": 1935}
_TITLE = re.compile(rb"(?i)<title>\s*([^<]{1,80})")
_PAGE = ("text/html", "application/xhtml+xml")


def why_no_stream(url: str) -> str | None:
    """What stands in the way and what to do, without the password; None: nothing that can be seen from here."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return "is no address. Write it as http://USER:PASSWORD@HOST:PORT/PATH or rtsp://..."
    if not parts.hostname or port is None:
        return None
    at = f"{parts.hostname}:{port}"
    try:
        socket.create_connection((parts.hostname, port), ANSWER_S).close()
        return _asked(parts, port) if parts.scheme in ("http", "https") else None
    except ConnectionRefusedError:
        return f"nothing listens at {at} (connection refused). Check the port, and that the camera's stream is on"
    except socket.gaierror:
        return f"the name {parts.hostname} is unknown. Check its spelling, or use the camera's IP address"
    except TimeoutError:
        return f"no answer from {at}, it hangs or is away. Check the network and the camera's power, restart it"
    except (http.client.RemoteDisconnected, ConnectionError):
        return f"{at} hangs up without an answer. Restart the camera; does it allow one viewer more?"
    except ssl.SSLError as error:
        return f"{at} speaks no https that can be used ({error.reason}). Try http://, or check its certificate"
    except (OSError, http.client.HTTPException, ValueError) as error:
        return f"{at} cannot be reached ({error}). Check the network and the address"


def http_reason(status: int, content_type: str, body: bytes = b"") -> str | None:
    """What an HTTP answer means for who wants pictures; None: it is a stream, as it should be."""
    kind = content_type.partition(";")[0].strip().lower()
    answer = f"answers {status} {http.client.responses.get(status, '')}".rstrip()
    if status in (401, 403):
        return f"{answer}: user or password is refused. Write them as http://USER:PASSWORD@HOST/... in camera.source"
    if status in (404, 410):
        return f"{answer}: no stream at this path. Look the path up in the camera's manual, correct camera.source"
    if 300 <= status < 400:
        return f"{answer}: the stream is elsewhere. Open the address in a browser, and write where it leads"
    if status >= 500:
        return f"{answer}: the camera itself is in trouble, or has too many viewers. Restart it"
    if status != http.client.OK:
        return f"{answer}: it refuses to send pictures. Check camera.source"
    if kind in _PAGE or body.lstrip()[:1] == b"<":
        title = _TITLE.search(body)
        page = f" ({title[1].decode(errors='replace').strip()})" if title else ""
        return f"answers with a web page{page}, not with pictures. The stream has another path: see the camera's manual"
    if kind and not kind.startswith(("multipart/", "image/", "video/", "application/octet-stream")):
        return f"answers with {kind}, not with pictures. Check the path in camera.source"
    return None


def _asked(parts: SplitResult, port: int) -> str | None:
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
        return http_reason(answer.status, kind, body)
    finally:
        connection.close()
