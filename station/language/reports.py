"""The report of a running station with its codes in words: what `station status --json` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hardware.contract import Notice
from station.language.cures import cure_text
from station.language.defects import defect_text
from station.language.troubles import trouble_texts

if TYPE_CHECKING:
    from station.language.language import Language


def worded_report(report: dict[str, Any], language: Language) -> dict[str, Any]:
    """The report with `what`, `text` and `cure` for each trouble and `text` for each defect, where they are missing."""
    troubles = [_trouble(each, language) for each in report.get("troubles", [])]
    devices = [
        {**device, "defects": [_defect(each, language) for each in device.get("defects", [])]}
        for device in report.get("devices", [])
    ]
    return {**report, "devices": devices, "troubles": troubles}


def _trouble(told: dict[str, Any], language: Language) -> dict[str, Any]:
    if "text" in told or "code" not in told:
        return told
    words = trouble_texts(_notice(told), language)
    cure = {"cure": cure_text(str(told["do"]), language)} if "do" in told else {}
    return {**told, "what": words.headline, "text": words.technician, **cure}


def _defect(told: dict[str, Any], language: Language) -> dict[str, Any]:
    return told if "text" in told or "code" not in told else {**told, "text": defect_text(_notice(told), language)}


def _notice(told: dict[str, Any]) -> Notice:
    """From JSON, where a list of texts is a list."""
    values = told.get("values")
    named = values.items() if isinstance(values, dict) else ()
    kept = ((str(name), tuple(map(str, value)) if isinstance(value, list) else value) for name, value in named)
    return Notice(str(told["code"]), tuple(sorted((name, value) for name, value in kept if value is not None)))
