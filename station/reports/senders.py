"""Senders' label quality over a stretch of days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from station.core.counting import FEW, interval, label_quality
from station.record import ReportReads

if TYPE_CHECKING:
    from pathlib import Path


def senders(database: Path, since_utc: str, until_utc: str) -> list[dict[str, Any]]:
    """Each kind of sender, those who cost most looks first: counts, first-time read rate with its 95 % interval, main
    cause. StoreError.
    """
    with ReportReads(database) as reads:
        found = label_quality(reads.scans_between(since_utc, until_utc))
    rows = []
    for sender, quality in found.items():
        counts = quality.counts
        low, high = interval(counts.first_time, counts.presented)
        worst = quality.causes.most_common(1)
        rows.append(
            {
                **sender._asdict(),
                "presented": counts.presented,
                "first_time": counts.first_time,
                "after_retries": counts.after_retries,
                "keyed": counts.keyed,
                "not_read": counts.not_read,
                "first_time_rate": counts.first_time / counts.presented,
                "low": low,
                "high": high,
                "few": counts.presented < FEW,
                "main_cause": worst[0][0] if worst else None,
                "main_cause_count": worst[0][1] if worst else 0,
            }
        )
    return sorted(rows, key=lambda row: (row["first_time"] - row["presented"], -row["presented"], str(row)))
