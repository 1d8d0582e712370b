"""The way up: batches out of the outbox, and what the centre answers."""

from __future__ import annotations

from station.sync.upload.ask_holdings import CentreView, view
from station.sync.upload.health import SLOW_S, WAIT, Answer, Complaint, judge_answers, judge_certificate
from station.sync.upload.loop import SyncLoop
from station.sync.upload.pauses import GATHER_MOST
from station.sync.upload.ports import Client
from station.sync.upload.state import Pace

__all__ = [
    "GATHER_MOST",
    "SLOW_S",
    "WAIT",
    "Answer",
    "CentreView",
    "Client",
    "Complaint",
    "Pace",
    "SyncLoop",
    "judge_answers",
    "judge_certificate",
    "view",
]
