"""What a configuration may say about partners: their event codes, and the URIs of an EPCIS repository."""

from __future__ import annotations

from typing import Annotated, Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field

EventSet = Literal["none", "upu-outward", "upu-transit", "upu-inward"]
ExceptionName = Literal[
    "NR", "MR", "CD", "UK", "DUP", "MS", "OW", "WM", "NW", "HD", "XR", "CL", "NB", "NP", "RC", "OV", "DM",
    "BF", "BN", "BC",
]  # fmt: skip
EventName = Literal["arrival", "induct", "sort", "load", "dispatch", "return", "audit", ExceptionName]
"""Operations of a station, then its exceptions."""
EventCodes = Annotated[
    dict[EventName, Annotated[str, Field(pattern=r"^[!-~]{0,16}$")]],
    Field(
        json_schema_extra={
            "allowed": f"{{ NAME = code }}, each NAME one of {', '.join(get_args(EventName))}, each code up to 16 "
            "letters, digits or signs in quotes"
        }
    ),
]

HelpTexts = Annotated[
    dict[ExceptionName, Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f-\x9f]{1,120}$")]],
    Field(
        json_schema_extra={
            "allowed": f"{{ CODE = text }}, each CODE one of {', '.join(get_args(ExceptionName))}, each text up to 120 "
            "characters in quotes"
        }
    ),
]

_PART = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})"
_START = r"(?:https?://[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]{1,5})?/|urn:[A-Za-z0-9][A-Za-z0-9-]{1,30}:)"
Uri = Annotated[
    str,
    Field(
        pattern=rf"^(?:{_START}{_PART}+)?$",
        json_schema_extra={"allowed": 'a URI in quotes, such as "https://id.gs1.org/414/4012345000009", or ""'},
    ),
]
ParcelUri = Annotated[
    str,
    Field(
        pattern=rf"^{_START}{_PART}*\{{id\}}{_PART}*$",
        json_schema_extra={"allowed": 'a URI with {id} once, such as "https://tracking.example/p/{id}"'},
    ),
]
BagUri = Annotated[
    str,
    Field(
        pattern=rf"^(?:{_START}{_PART}*\{{id\}}{_PART}*)?$",
        json_schema_extra={"allowed": 'a URI with {id} once, such as "https://tracking.example/bag/{id}", or ""'},
    ),
]
UrlPath = Annotated[
    str,
    Field(
        pattern=r"^(?:/[A-Za-z0-9._~-]+)*$",
        json_schema_extra={"allowed": 'a path without a slash at its end, such as "/epcis/v2", or ""'},
    ),
]


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError("no such time zone") from error
    return name


TimeZone = Annotated[
    str,
    AfterValidator(_known_zone),
    Field(json_schema_extra={"allowed": 'a time zone such as "UTC" or "Asia/Shanghai"'}),
]
