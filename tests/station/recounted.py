"""Every figure of exported entries, counted anew by whole groups of entries, with nothing of the code under test."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

Entry = dict[str, Any]
LINE = ("not_read", "keyed", "after_retries", "first_time", "accepted", "stopped", "grams")
_ORDER = ("not_read", "keyed", "after_retries", "first_time")


def classes(entries: Iterable[Entry]) -> Iterator[tuple[Entry, Counter[str]]]:
    """Each scan with what it changes: the class of its presentation so far is looked up in the group itself."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry["kind"] != "scan" or "corrects" in entry:
            continue
        group = groups.setdefault(entry["presentation_id"], [])
        before = _class(group)
        group.append(entry)
        changed = Counter({_class(group): 1})
        changed.subtract([before] if before else [])
        yield entry, changed


def _class(group: list[Entry]) -> str:
    """Of a whole group; of none: nothing."""
    by_machine = ["parcel_id" in scan and not scan["keyed"] for scan in group]
    if not group:
        return ""
    if by_machine[0]:
        return "first_time"
    if any(by_machine):
        return "after_retries"
    return "keyed" if any("parcel_id" in scan for scan in group) else "not_read"


def by_name(entries: Iterable[Entry], by: str) -> dict[str, dict[str, Any]]:
    """The figures of a station by quarter, operator, bin, carrier, operation, code or cause; without any: left out."""
    entries = list(entries)
    void = {entry["about"] for entry in entries if entry["kind"] == "void"}
    found: dict[str, Counter[str]] = {}
    changes = {id(entry): changed for entry, changed in classes(entries)}
    for entry in entries:
        if entry["kind"] not in ("scan", "override") or "corrects" in entry:
            continue
        line = found.setdefault(name(entry, by), Counter())
        line.update(changes.get(id(entry), {}))
        if entry["scan_id"] in void:
            continue
        if entry["kind"] == "override" or "code" not in entry:
            line["accepted"] += 1
            line["grams"] += Decimal(entry.get("weight", {}).get("grams", 0))  # type: ignore[assignment]
        else:
            line["stopped"] += 1
    return {key: told for key, line in found.items() if any((told := shown(line)).values())}


def shown(line: Counter[str]) -> dict[str, Any]:
    """As it is shown: a class that began elsewhere is not below 0."""
    return {each: max(0, line[each]) if each in _ORDER else line[each] for each in LINE}


def name(entry: Entry, by: str) -> str:
    """Of the group of an entry."""
    at = str(entry.get("scanned_at_corrected", entry["scanned_at"]))
    if by == "quarter":
        return f"{at[:14]}{int(at[14:16]) // 15 * 15:02d}:00Z"
    if (by == "cause" and "parcel_id" in entry) or (by == "code" and entry["kind"] == "override"):
        return ""
    return str(entry.get(by, ""))


def whole(entries: Iterable[Entry]) -> dict[str, Any]:
    """Of a stretch of entries, what a report tells of all of them."""
    entries = list(entries)
    void = {entry["about"] for entry in entries if entry["kind"] == "void"}
    scans = [entry for entry in entries if entry["kind"] == "scan" and "corrects" not in entry]
    stopped = [scan for scan in scans if "code" in scan and scan["scan_id"] not in void]
    last = {scan["presentation_id"]: Decimal(str(scan["weight"]["grams"])) for scan in scans if "weight" in scan}
    line = Counter[str]()
    for _, changed in classes(entries):
        line.update(changed)
    presented = sum(line[each] for each in _ORDER)
    codes = Counter(scan["code"] for scan in stopped)
    return {
        **{each: line[each] for each in _ORDER},
        "presented": presented,
        "first_time_rate": rate(line["first_time"], presented),
        "read_rate": rate(line["first_time"] + line["after_retries"], presented),
        "scans": len(scans),
        "overrides": sum(entry["kind"] == "override" and entry["scan_id"] not in void for entry in entries),
        "taken_back": sum(entry["scan_id"] in void for entry in entries if "corrects" not in entry),
        "codes": {code: (count, count / len(stopped)) for code, count in codes.items()},
        "causes": Counter(scan["cause"] for scan in stopped if "parcel_id" not in scan and "cause" in scan),
        "lifted_g": sum(last.values()),
        "settle_ms": times([scan["weight"]["settle_ms"] for scan in scans if "weight" in scan]),
        "verdict_ms": times([scan["verdict_ms"] for scan in scans if "verdict_ms" in scan]),
    }


def rate(hits: int, tries: int) -> tuple[float, float, float] | None:
    """With the bounds of Wilson, 1927: the roots of (p - hits/tries)^2 = z^2 p (1 - p) / tries."""
    if not tries:
        return None
    z2, p = 1.959963984540054**2, hits / tries
    a, b, c = 1 + z2 / tries, -(2 * p + z2 / tries), p * p
    root = math.sqrt(max(0.0, b * b - 4 * a * c))
    return p, (-b - root) / (2 * a), (-b + root) / (2 * a)


def times(values: list[float]) -> tuple[int, float | None, float | None]:
    """How many, and the values that half and 95 in 100 do not exceed."""
    enough = (min((v for v in values if sum(w <= v for w in values) >= share * len(values)), default=None)
              for share in (0.5, 0.95))  # fmt: skip
    return (len(values), *enough)  # type: ignore[return-value]


def at_centre(entries: Iterable[Entry], by: str, length: int) -> dict[tuple[str, str], dict[str, int]]:
    """Throughput by beginning of bucket (as many characters of the moment) and name. What is taken back counts where
    it was taken back.
    """
    found: dict[tuple[str, str], Counter[str]] = {}
    entries = list(entries)
    accepted = {entry["scan_id"] for entry in entries if entry["kind"] == "override" or
                (entry["kind"] == "scan" and "code" not in entry)}  # fmt: skip
    changes = {id(entry): changed for entry, changed in classes(entries)}
    for entry in entries:
        if entry["kind"] not in ("scan", "override", "void") or "corrects" in entry:
            continue
        quarter = name({"scanned_at": entry["scanned_at"], "kind": ""}, "quarter")[:16]
        begins = f"{quarter[:length]}{'2000-01-01T00:00'[length:]}:00Z"
        told = str(entry.get(by, "")) if by != "cause" or (entry["kind"] == "scan" and "parcel_id" not in entry) else ""
        line = found.setdefault((begins, told), Counter())
        line.update(changes.get(id(entry), {}))
        if entry["kind"] == "void":
            line["accepted" if entry["about"] in accepted else "stopped"] -= 1
        else:
            line["stopped" if entry["kind"] == "scan" and "code" in entry else "accepted"] += 1
    return {key: about for key, line in found.items() if any((about := _throughput(line)).values())}


def _throughput(line: Counter[str]) -> dict[str, int]:
    classes_ = {each: max(0, line[each]) for each in _ORDER}
    return {
        "presented": sum(classes_.values()),
        "first_read": classes_["first_time"],
        "read": classes_["first_time"] + classes_["after_retries"],
        "keyed": classes_["keyed"],
        "not_read": classes_["not_read"],
        "accepted": line["accepted"],
        "stopped": line["stopped"],
    }
