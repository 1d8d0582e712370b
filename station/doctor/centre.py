"""The centre, judged by what it really answers, and the other stations of the hub."""

from __future__ import annotations

import socket
import ssl
import time
from contextlib import closing, suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Event, Timer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import config as configuration
from station import assembly
from station.doctor.finding import FAULT, OK, WARNING, Finding
from station.language import ENGLISH, language, trouble_texts
from station.sync.transport import LineError, TrackingClient, TrustError, last_moment
from station.sync.upload import SLOW_S, WAIT, Answer, judge_answers, judge_certificate

if TYPE_CHECKING:
    from collections.abc import Callable

    from config import Config
    from station.doctor.running import Running
    from station.sync.upload import Client, Complaint

    Raw = tuple[int, dict[str, str], bytes]

LOOK_S = 3.0
"""Longest wait for one answer."""
PEERS_S = 1.8
"""Each station of the hub speaks at least once in this."""


def check_centre(config: Config, running: Running | None) -> Finding:  # noqa: ARG001  # every check has the same form
    """Whether it answers as a centre does, takes the token, and goes by the same time."""
    if not config.sync.enabled:
        return Finding("centre", OK, f"sync is {_off(config)}")
    try:
        with closing(assembly.centre_client(config)) as client:
            look, complaints = _asked(config, client)
        last_day = _certificate(config)
        complaints = complaints or (judge_certificate(last_day, datetime.now(UTC)) if last_day is not None else [])
    except (configuration.ConfigError, TrustError) as error:
        return Finding("centre", FAULT, str(error))
    except LineError as error:
        return _unreached(config, str(error))
    url = config.sync.url
    if not complaints:
        return Finding("centre", OK, f"{url} answers {_measured(config, look, last_day)}")
    state = FAULT if any(complaint.grave for complaint in complaints) else WARNING
    return Finding("centre", state, f"{url}: " + "; ".join(complaint.text for complaint in complaints))


def _off(config: Config) -> str:
    """Why it is: in test the keys of the file do not count."""
    return "off, because the station is in test" if config.station.in_test else "switched off in the configuration"


def check_peers(config: Config, running: Running | None) -> Finding:  # noqa: ARG001  # every check has the same form
    """Whether another station of the hub is heard."""
    try:
        peers = assembly.peers(config)
    except configuration.ConfigError as error:
        return Finding("peers", FAULT, str(error))
    if peers is None:
        return Finding("peers", OK, _off(config))
    stop = Event()
    Timer(PEERS_S, stop.set).start()
    peers.run(stop)
    if peers.troubles:
        return Finding("peers", FAULT, trouble_texts(peers.troubles[0].about, language(ENGLISH)).technician)
    heard = ", ".join(sorted(peers.stations))
    if heard:
        return Finding("peers", OK, f"heard: {heard}")
    cure = "are they on, on the same network, with the same peers.group, peers.port and peers.key_file?"
    return Finding("peers", WARNING, f"heard: nobody; {cure}")


def _asked(config: Config, client: Client) -> tuple[Answer, list[Complaint]]:
    """Ask whether it is well, then what needs the token. LineError."""
    if not isinstance(client, TrackingClient):
        client.look()
        events = _timed(lambda: client.parcel("doctor"))
        return events, judge_answers(events, events, None)
    look = _timed(lambda: client.request("GET", "/healthz", LOOK_S))
    if look.took_s > SLOW_S:  # it may have been this machine, which does much at once now
        look = min(look, _timed(lambda: client.request("GET", "/healthz", LOOK_S)), key=lambda each: each.took_s)
    ours = f"/v1/stations/{config.station.id}/-/gaps"  # the token may be another station's
    return look, judge_answers(look, _timed(lambda: client.request("GET", ours, LOOK_S)), "-")


def _measured(config: Config, look: Answer, last_day: datetime | None) -> str:
    """What was seen of one that is well."""
    token = "takes the token of this station" if config.sync.token_file else "asks for no token"
    told = [f"in {look.took_s * 1000:.0f} ms", token]
    with suppress(ValueError, TypeError, KeyError):
        apart = (parsedate_to_datetime(look.headers["date"]) - look.at).total_seconds()
        told.append(f"clocks differ by {max(0.0, abs(apart) - 1):.0f} s")  # a date has no part of a second
    if last_day is not None:
        told.append(f"certificate valid until {last_day:%Y-%m-%d}")
    return ", ".join(told)


def _timed(ask: Callable[[], Raw]) -> Answer:
    start = time.monotonic()
    status, headers, body = ask()
    return Answer(status, headers, body, time.monotonic() - start, datetime.now(UTC))


def _certificate(config: Config) -> datetime | None:
    with suppress(OSError):  # what refuses it has been said before
        return last_moment(config.sync.url, assembly.papers(config), LOOK_S)
    return None


def _unreached(config: Config, text: str) -> Finding:
    """A centre that is away is a warning; one that would be reached by another address is a fault."""
    url = urlsplit(config.sync.url)
    if url.scheme == "http" and url.hostname and _speaks_tls(url.hostname, url.port or 80):
        text = f"{config.sync.url}: speaks https at this port, not plain http; write https:// in sync.url"
        return Finding("centre", FAULT, text)
    cure = "" if "sync." in text else "; start the centre again, or check sync.url"
    return Finding("centre", WARNING, f"{text}{cure} ({WAIT} until it answers)")


def _speaks_tls(host: str, port: int) -> bool:
    """Whether TLS begins there, whoever it is."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # nothing is said, and nothing sent
    try:
        with socket.create_connection((host, port), 1.0) as plain, context.wrap_socket(plain):
            return True
    except ssl.SSLError as error:
        return "ALERT" in (error.reason or "")
    except OSError:
        return False
