"""What a configuration may say about alarms and departures."""

from __future__ import annotations

from pydantic import Field

from config.section import OptionalFile, Section


class AlarmSection(Section):
    first_read_percent: float = Field(default=0, ge=0, le=100)
    """An alarm when less of the last hour's parcels were read the first time (of 30 parcels at least). 0: never."""
    no_read_percent: float = Field(default=0, ge=0, le=100)
    """An alarm when more of the last hour's parcels have no number at all (of 30 at least). 0: never."""
    mismatch_percent: float = Field(default=0, ge=0, le=100)
    """An alarm when more of the last hour's scans stopped with a weight mismatch, WM (of 30 at least). 0: never."""
    backlog_min: float = Field(default=0, ge=0, le=10080)
    """An alarm when the oldest scan has waited so many minutes for the centre. 0: never."""
    bag_open_h: float = Field(default=0, ge=0, le=8760)
    """An alarm when a bag has been open for so many hours. 0: never."""
    notify_file: OptionalFile = None
    """File with addresses of apprise, one a line, that are told each alarm: mailto:, json: and others. Empty: none."""
    departures: OptionalFile = None
    """CSV file of what leaves when: name, leaves_at, bins, expected. It is read again when it changes. Empty: none."""
