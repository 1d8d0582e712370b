"""The record after a disaster: prove, save, restore what was confirmed."""

from __future__ import annotations

from station.record.recovery.backup import Backup, Restored, back_up, restore
from station.record.recovery.lost_end import missing
from station.record.recovery.verify import Anchor, Verified, verify

__all__ = ["Anchor", "Backup", "Restored", "Verified", "back_up", "missing", "restore", "verify"]
