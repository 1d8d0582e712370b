"""Sort plan, hold list and manifest, and how old the word is by which they are in force."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from station import assembly
from station.assembly import store_path
from station.doctor.finding import FAULT, OK, WARNING, Finding
from station.language import ENGLISH, language, trouble_texts
from station.record import Reads, is_stale, list_ages
from station.record.lists import Manifest
from station.record.log import StoreError

if TYPE_CHECKING:
    from config import Config
    from station.core import ListStatus
    from station.doctor.running import Running

_IMPORT = "every parcel stops with NB; station import plan FILE"


def check_plan(config: Config, running: Running | None) -> Finding:
    """Whether there is one, and since when."""
    path = store_path(config)
    if not path.exists():
        away = f"cannot be told while {path} is gone: the running station goes on with the one that it has read"
        return Finding("sort plan", WARNING, f"none yet: {_IMPORT}" if running is None else away)
    try:
        with Reads(path) as reads:
            plan = reads.plan()
            ages = list_ages(reads, datetime.now(UTC))
    except (StoreError, sqlite3.Error) as error:
        return Finding("sort plan", FAULT, f"cannot be read: {error}")
    if plan is None or not plan.rules:
        return Finding("sort plan", WARNING, f"none: {_IMPORT}")
    age = next((_list_words(each) for each in ages if each.name == "sort plan"), "")
    return Finding("sort plan", OK, f"version {plan.version}, {len(plan.rules)} rules, {age}")


def check_manifest(config: Config, running: Running | None) -> Finding:  # noqa: ARG001  # every check has the same form
    """Whether it can be read."""
    if not config.station.data_dir.is_dir():  # the record's own finding says what is wrong with that
        return Finding("manifest", OK, "none yet")
    manifest = Manifest(store_path(config))
    facts = manifest.look()
    manifest.close()
    if manifest.trouble is not None:
        return Finding("manifest", FAULT, trouble_texts(manifest.trouble, language(ENGLISH)).technician)
    if facts is None:
        return Finding("manifest", OK, "none: no parcel is expected or missed; station import manifest FILE")
    return Finding("manifest", OK, f"{facts.source}: {facts.parcels} parcels, imported {facts.imported_at}")


def check_lists(config: Config, running: Running | None) -> Finding:  # noqa: ARG001  # every check has the same form
    """Whether the centre has confirmed its lists not too long ago."""
    path = store_path(config)
    if not path.exists() or assembly.downlink_is_off(config):
        return Finding("lists", OK, "not fetched from the centre" if path.exists() else "none yet")
    try:
        with Reads(path) as reads:
            found = list_ages(reads, datetime.now(UTC))
    except (StoreError, sqlite3.Error) as error:
        return Finding("lists", FAULT, f"cannot be read: {error}")
    limit = config.sync.lists_stale_h * 3600
    words = ", ".join(map(_list_words, found))
    if any(is_stale(each, limit) for each in found):
        return Finding("lists", WARNING, f"not confirmed for long: {words}; check the line and the centre's lists")
    return Finding("lists", OK, words)


def _list_words(each: ListStatus) -> str:
    """`holds 2026-11-23T13:00:00.000Z (0.2 h ago)`."""
    if each.at is None:
        return f"{each.name} none"
    ago = "age unknown: check the clock" if each.age_s is None else f"{each.age_s / 3600:.1f} h ago"
    hand = "" if each.of_centre else " by hand, until the centre changes its own" if each.kept_by_centre else " by hand"
    return f"{each.name} {each.at} ({ago}){hand}"
