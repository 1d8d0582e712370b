"""What the line to the centre, its answers and its lists say in English, by code; `station.language` has it in others.

Of several sentences of a code the first stands whose values are all known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.contract import notice
from hardware.error_texts import english
from station.core.record_texts import RECORD_TEXTS

if TYPE_CHECKING:
    from hardware.contract import CodedError, Notice
    from hardware.error_texts import Sentences

_CABLE = "check the network cable"
_BY_ITSELF = "it is tried again by itself"
_CHECK_LINE = "check sync.url, and whether the network wants a log-in"
_CERTIFICATE = "{url}: its certificate"
_CLOCK = "this station's clock, which says {today} UTC"
_LINE: Sentences = {
    "line_not_tried": ("not tried yet",),
    "display_dark": ("{address}: the second display is dark ({why}); start the station again",),
    "webhook_unreached": (f"{{url}}: not reached; look at the program there, and at verdicts.webhook; {_BY_ITSELF}",),
    "webhook_refuses": (f"{{url}}: it answers {{status}}; look at the program there; {_BY_ITSELF}",),
    "line_cut": (f"{{url}}: the connection was cut off; {_BY_ITSELF}",),
    "line_no_connection": (
        "{url}: no connection in time; check the network cable, that the centre is on, and sync.url",
    ),
    "line_no_answer": (f"{{url}}: no answer in time; the centre or the line is slow, {_BY_ITSELF}",),
    "line_half_an_answer": ("{url}: no whole answer in time; the centre or the line is slow",),
    "line_slow": ("{url} answers too slowly",),
    "line_too_much": ("{url} answers with more than {most} bytes; check sync.url",),
    "line_name_not_looked_up": (
        f"{{url}}: the name {{host}} cannot be looked up now, as no name server answers; {_CABLE} and the DNS settings",
    ),
    "line_name_unknown": ("{url}: the name {host} is unknown; check the spelling in sync.url, or use the IP address",),
    "line_refused": (
        "{url}: nobody answers at this port (connection refused); start the centre, or correct the port in sync.url",
    ),
    "line_no_way": (f"{{url}}: there is no way to it ({{reason:os}}); {_CABLE}",),
    "line_no_tls": ("{url}: what answers there does not speak TLS; check the port and https in sync.url",),
    "line_tls_refused": ("{url}: the centre refuses this station's TLS ({reason}); check sync.client_cert",),
    "line_old_tls": ("{url}: the centre speaks no TLS that this station does (1.2 or newer); bring it up to date",),
    "line_no_http": (
        "{url}: what answers there does not speak HTTP as it should ({reason}); check the port in sync.url",
    ),
    "line_fails": ("{url}: {reason:os}; check sync.url",),
    "line_ends": ("the station stops",),
    "trust_not_yet": (f"{_CERTIFICATE} is not valid yet by {_CLOCK}; set the clock",),
    "trust_over": (
        f"{_CERTIFICATE} has expired by {_CLOCK}; renew it at the centre, or set the clock if that is wrong",
    ),
    "trust_other_name": (f"{_CERTIFICATE} is refused: it is for another name; check sync.url",),
    "trust_unknown_issuer": (
        f"{_CERTIFICATE} is refused: nobody whom this station trusts has signed it; check sync.ca_file",
    ),
    "trust_refused": (f"{_CERTIFICATE} is refused ({{reason}}); check sync.ca_file and the station's clock",),
    "trust_other_key": ("the key of the centre is none of sync.pins; its pin is {pin}",),
}
_ANSWERED = ("the centre answered {status} ({said})", "the centre answered {status}")
_WAIT = "scans wait on disk"
_ANSWERS: Sentences = {
    "answered": _ANSWERED,
    "answered_failure": tuple(f"{each}; its own log tells why, {_BY_ITSELF}" for each in _ANSWERED),
    "answered_no_token": tuple(f"check sync.token_file: the token is refused, {each}" for each in _ANSWERED),
    "answered_no_address": tuple(f"check sync.url: wrong address, {each}" for each in _ANSWERED),
    "answered_elsewhere": tuple(
        f"{each}: something redirects to another address, which is not followed; {_CHECK_LINE}" for each in _ANSWERED
    ),
    "answer_not_json": (
        f"the line answers with {{kind}}, not with the centre's JSON; {_CHECK_LINE}",
        f"the line answers with no content type, not with the centre's JSON; {_CHECK_LINE}",
    ),
    "answer_compressed": ("the answer is compressed though none was asked for; it is not trusted",),
    "answer_garbled": ("the answer is cut off or garbled",),
    "answer_of_another": ("the answer belongs to another request",),
    "answer_too_many": ("the answer is malformed or has more results than scans were sent",),
    "answer_unasked": ("the answer is malformed or names scans that were not sent",),
    "answer_twice": ("the answer names one scan twice",),
    "answer_without_verdict": ("the centre answers without a verdict on any scan",),
    "answer_few_verdicts": ("the centre leaves most scans without a verdict",),
    "answer_too_late": ("the centre's verdicts are on scans that wait no more",),
    "answer_asks_again": (f"the centre asks for lost scans again and again; {_WAIT}",),
    "scan_refused": tuple(f"the centre refuses a scan: {each}" for each in _ANSWERED),
    "scan_refused_on_way": tuple(f"something on the line refuses a scan: {each}" for each in _ANSWERED),
    "scans_refused": tuple(
        f"the centre refuses every scan: {each}. Call the supervisor; {_WAIT}" for each in _ANSWERED
    ),
    "scans_refused_on_way": tuple(
        f"something on the line refuses every scan: {each}. Call the supervisor; {_WAIT}" for each in _ANSWERED
    ),
    "token_unread": ("sync.token_file: {path} cannot be read ({reason:os}); put the token there",),
    "token_malformed": ("sync.token_file: {path} must hold one token and nothing else",),
    "secret_shared": ("{key}: {path} may be read by others; run: chmod 600 {path}",),
}
_LISTS: Sentences = {
    "list_none": ("the centre keeps none",),
    "list_unasked": ("the centre says that nothing changed, of something that was not asked for",),
    "list_not_given": ("the centre answered {status} to a question for a list",),
    "list_compressed": ("the list is compressed though none was asked for; it is not trusted",),
    "list_garbled": ("the list is cut off, changed on the way, or not the centre's",),
    "list_no_csv": (
        "the list comes as {kind}, not as a CSV text",
        "the list comes without a content type, not as a CSV text",
    ),
    "list_no_text": ("the list is no UTF-8 text",),
    "list_too_long": ("the list has more than {most} lines",),
    "list_bad_rows": ("{count} bad rows, the first: {first}",),
    "manifest_not_from_start": ("the manifest does not begin at its start",),
    "manifest_stands_still": ("the pages of the manifest do not go on",),
    "manifest_no_page": ("the answer is no page of a manifest",),
    "manifest_without_place": ("the page of the manifest does not say where it belongs",),
    "manifest_page_malformed": ("the page of the manifest is malformed",),
    "manifest_row_malformed": ("a row of the manifest is malformed",),
    "manifest_bad_rows": (
        "the manifest has bad rows, such as {first}",
        "the manifest has bad rows, such as an empty one",
    ),
    "manifest_parcel_twice": ("the page of the manifest names a parcel twice, or one that is no text",),
}
LINE_TEXTS: Sentences = {**_LINE, **_ANSWERS, **_LISTS}


def line_text(about: Notice) -> str:
    """Its English; what the record said of itself meanwhile too."""
    return english({**LINE_TEXTS, **RECORD_TEXTS}, about.code, about.values)


def told_by(error: CodedError) -> Notice:
    """What an error says as a notice, also where it has no code."""
    return error.about or notice("as_told", said=str(error))
