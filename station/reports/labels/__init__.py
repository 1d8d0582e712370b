"""Labels in ZPL: of exceptions, relabelled parcels and badges; and which are due by themselves, those of bags too."""

from __future__ import annotations

from station.reports.labels.due_labels import due_labels
from station.reports.labels.small_labels import badge_label, exception_slip, parcel_label, trial_label

__all__ = ["badge_label", "due_labels", "exception_slip", "parcel_label", "trial_label"]
