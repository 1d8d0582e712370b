"""What each station told last, as metrics of Prometheus. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from prometheus_client import Metric

from station.core import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_LONGEST = 128
"""Characters of a label's value."""
READ = ("first_time", "after_retries", "keyed", "not_read")
Sample = tuple[dict[str, str], float]


def shown(value: object) -> str:
    """A label's value: what could drive a terminal is written out; prometheus-client escapes the rest."""
    return printable(str(value), _LONGEST)


def station_metrics(stations: Iterable[dict[str, Any]]) -> Iterator[Metric]:
    """`stations`: as they are told with their contact."""
    stations = list(stations)
    for name, about, samples in _FAMILIES:
        family = Metric(name, about, "gauge")
        for station in stations:
            for labels, value in samples(station):
                told = {"station": station["station_id"], **labels}
                family.add_sample(name, {label: shown(text) for label, text in told.items()}, value)
        yield family


def _own(key: str) -> Callable[[dict[str, Any]], Iterator[Sample]]:
    """A number of the station itself; where it is not known, there is no sample."""

    def samples(station: dict[str, Any]) -> Iterator[Sample]:
        if station.get(key) is not None:
            yield {}, float(station[key])

    return samples


def _backlog(key: str) -> Callable[[dict[str, Any]], Iterator[Sample]]:
    def samples(station: dict[str, Any]) -> Iterator[Sample]:
        told = (station.get("backlog") or {}).get(key)
        if told is not None:
            yield {}, float(told)

    return samples


def _hour(station: dict[str, Any]) -> Iterator[Sample]:
    hour = station.get("hour") or {}
    yield from (({"read": key}, float(hour[key])) for key in READ if hour.get(key) is not None)


def _accepted(station: dict[str, Any]) -> Iterator[Sample]:
    told = (station.get("hour") or {}).get("accepted")
    if told is not None:
        yield {}, float(told)


def _devices(station: dict[str, Any]) -> Iterator[Sample]:
    seen: set[tuple[str, str]] = set()
    for device in station.get("devices") or ():
        labels = str(device.get("kind") or ""), str(device.get("name") or "")
        if (named := (shown(labels[0]), shown(labels[1]))) not in seen:  # a sample stands once
            seen.add(named)
            yield {"kind": labels[0], "name": labels[1]}, float(device.get("health") == "up")


def _troubles(station: dict[str, Any]) -> Iterator[Sample]:
    troubles = station.get("troubles") or ()
    for grave in (True, False):
        yield {"grave": str(grave).lower()}, float(sum((each.get("grave") is True) == grave for each in troubles))


_FAMILIES: tuple[tuple[str, str, Callable[[dict[str, Any]], Iterator[Sample]]], ...] = (
    ("tracking_station_contact_age_seconds", "Seconds since something came in from a station.", _own("age_s")),
    ("tracking_station_silent", "Whether a station was not heard of in time.", _own("silent")),
    ("tracking_station_backlog", "Scans that wait at a station.", _backlog("pending")),
    (
        "tracking_station_refused",
        "Scans of a station that were refused and wait for somebody.",
        _backlog("refused"),
    ),
    ("tracking_station_hour_presented", "Parcels of its last 60 minutes, by how they were read.", _hour),
    ("tracking_station_hour_accepted", "Parcels of its last 60 minutes that are in their bin.", _accepted),
    ("tracking_station_device_up", "Whether a device of a station is up.", _devices),
    ("tracking_station_troubles", "What is wrong with a station.", _troubles),
)
