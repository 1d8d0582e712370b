"""Who may open a device, and who has it open."""

from __future__ import annotations

from hardware.access.holders import holders, listeners, pids, running
from hardware.access.permissions import RULES, permission_cure

__all__ = ["RULES", "holders", "listeners", "permission_cure", "pids", "running"]
