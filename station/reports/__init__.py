"""What was recorded, written out for people and other programs."""

from __future__ import annotations

from station.reports.exports import (
    Which,
    export_epcis,
    export_refused,
    export_requests,
    export_scans,
    export_to,
    moment_of,
)

__all__ = ["Which", "export_epcis", "export_refused", "export_requests", "export_scans", "export_to", "moment_of"]
