"""The lane: what lies under the camera and on the scale becomes one presented parcel, once."""

from __future__ import annotations

from station.core.lane.codes_in_view import after_frame
from station.core.lane.put import Awaited, is_news, label_in, refused
from station.core.lane.sent import sent
from station.core.lane.state import Lane, LaneRules, Machine, Presented
from station.core.lane.status import lane_status
from station.core.lane.steps import (
    aside,
    cancelled,
    is_down,
    keyed,
    let_go,
    past,
    printed,
    scale_lost,
    settle,
    stopped,
    told,
    weighed,
    without_number,
    without_overdue,
)
from station.core.lane.taped import Changes, FrameShown, LaneStep, changed, changes, observed, settled

__all__ = [
    "Awaited",
    "Changes",
    "FrameShown",
    "Lane",
    "LaneRules",
    "LaneStep",
    "Machine",
    "Presented",
    "after_frame",
    "aside",
    "cancelled",
    "changed",
    "changes",
    "is_down",
    "is_news",
    "keyed",
    "label_in",
    "lane_status",
    "let_go",
    "observed",
    "past",
    "printed",
    "refused",
    "scale_lost",
    "sent",
    "settle",
    "settled",
    "stopped",
    "told",
    "weighed",
    "without_number",
    "without_overdue",
]
