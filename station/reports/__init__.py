"""What was recorded, written out for people and other programs."""

from __future__ import annotations

from station.reports.bags import (
    despatch_json,
    despatch_of,
    despatch_pdf,
    held_in,
    label_pdf,
    manifest_csv,
    zpl_label,
)
from station.reports.expected import Odd, expected
from station.reports.exports import (
    Which,
    export_bags,
    export_epcis,
    export_refused,
    export_requests,
    export_scans,
    export_to,
    moment_of,
)
from station.reports.figures import Figures, figures_json, figures_of_day, figures_of_shift
from station.reports.figures_pdf import figures_pdf
from station.reports.figures_xlsx import write_figures_xlsx
from station.reports.labels import badge_label, due_labels, exception_slip, parcel_label, trial_label
from station.reports.odd import OddRow, odd_runs
from station.reports.parcel import parcel_history
from station.reports.plan_replay import Replayed, replay_plan
from station.reports.senders import senders

__all__ = [
    "Figures",
    "Odd",
    "OddRow",
    "Replayed",
    "Which",
    "badge_label",
    "despatch_json",
    "despatch_of",
    "despatch_pdf",
    "due_labels",
    "exception_slip",
    "expected",
    "export_bags",
    "export_epcis",
    "export_refused",
    "export_requests",
    "export_scans",
    "export_to",
    "figures_json",
    "figures_of_day",
    "figures_of_shift",
    "figures_pdf",
    "held_in",
    "label_pdf",
    "manifest_csv",
    "moment_of",
    "odd_runs",
    "parcel_history",
    "parcel_label",
    "replay_plan",
    "senders",
    "trial_label",
    "write_figures_xlsx",
    "zpl_label",
]
