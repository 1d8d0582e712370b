"""Addresses: which ones the station may use, and how they are shown without their passwords."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

_SECRET_PARAMETER = re.compile(r"(?i)((?:pass(?:word|wd)?|pwd|token|auth|key)=)[^&#\s]*")


def central_address(url: str) -> str:
    """The address without a slash at its end; ValueError when it is not one that may carry the token and the scans."""
    parts = urlsplit(url)
    host = parts.hostname
    _ = parts.port  # raises ValueError when it is not a number up to 65535
    if not host or parts.path.rstrip("/") or parts.query or parts.fragment or re.search(r"[\s\x00-\x1f\x7f]", url):
        raise ValueError("not the address of a server alone")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_this_machine(host)):
        raise ValueError("neither https nor this machine")
    return url.rstrip("/")


def is_this_machine(host: str) -> bool:
    """Whether a host is this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def multicast_group(address: ipaddress.IPv4Address) -> ipaddress.IPv4Address:
    """The address; ValueError when it is none of a group."""
    if not address.is_multicast:
        raise ValueError("no multicast group")
    return address


def masked(text: str) -> str:
    """The text with the password of a URL in it, or of a parameter such as `password=`, shown as `***`."""
    scheme, there, rest = text.partition("://")
    if not there:
        return text
    end = len(re.split(r"[/?#]", rest, maxsplit=1)[0])
    if "@" not in rest[:end] and not re.fullmatch(r"[^:]*(:\d*)?|\[.*", rest[:end]):
        end = rest.rfind("@") + 1 or end  # a password with a slash in it that was not written as %2F
    user, at, host = rest[:end].rpartition("@")
    name, colon, _ = user.partition(":")
    if at and colon:
        rest = f"{name}:***@{host}{rest[end:]}"
    return scheme + there + _SECRET_PARAMETER.sub(r"\1***", rest)
