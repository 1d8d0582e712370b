"""Alarms of figures and departures: a headline, and a sentence for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.language.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Mapping

TROUBLES_OF_FIGURES: Mapping[str, tuple[Message, tuple[Message, ...]]] = {
    "read_rate_low": (
        message("READ RATE LOW"),
        (
            message("{percent} % of the last hour's parcels were read the first time; at least {limit} % are wanted"),
            message("fewer parcels than wanted are read the first time"),
        ),
    ),
    "no_reads_many": (
        message("NO-READS"),
        (
            message("{percent} % of the last hour's parcels have no number; at most {limit} % are wanted"),
            message("more parcels than wanted have no number"),
        ),
    ),
    "mismatches_many": (
        message("WEIGHTS DIFFER"),
        (
            message("{percent} % of the last hour's scans stopped with another weight; at most {limit} % are wanted"),
            message("more weights than wanted differ"),
        ),
    ),
    "backlog_old": (
        message("BACKLOG"),
        (
            message("a scan has waited for the centre for {age_s:age}; nothing is lost"),
            message("scans wait for the centre for long; nothing is lost"),
        ),
    ),
    "bag_open_long": (
        message("BAG OPEN LONG"),
        (
            message("bag {bag} of {bin} has been open for {age_s:age}"),
            message("a bag has been open for long"),
        ),
    ),
    "departure_late": (
        message("DEPARTURE"),
        (
            message("{name} leaves in {minutes} min, {to_do} parcels are to do: {late} will be late at this rate"),
            message("parcels of a departure will be late at this rate"),
        ),
    ),
    "departures_bad": (
        message("DEPARTURES"),
        (
            message("{file}: {count} rows are bad, the first: {why}"),
            message("{path}: cannot be read ({reason:os})"),
            message("the file of departures cannot be read"),
        ),
    ),
}
