"""What came of a request about the operation and the checks of a shift, and of scans that nothing came of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core.outcomes import Reason
from station.language.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Mapping

OPERATION_OUTCOMES: Mapping[Reason, tuple[Message, ...]] = {
    Reason.CHECKS_ASKED: (message("the checks are asked at the lane"),),
    Reason.CHECK_PASSED: (
        message("{check}: passed with {value}, limit {limit}"),
        message("the check passed"),
    ),
    Reason.CHECK_FAILED: (
        message("{check}: FAILED with {value}, limit {limit}"),
        message("the check failed"),
    ),
    Reason.ALARM_NOTED: (message("the alarm {alarm} is noted: {state}"), message("the alarm is noted")),
    Reason.IS_TEST_LABEL: (message("this is the test label: nothing is saved. Hold it under the camera"),),
    Reason.CHECK_FIRST: (message("nothing was saved: a check failed. Call the supervisor"),),
    Reason.NO_CHECK: (
        message("{check} is no check: {known}"),
        message("this is no check"),
    ),
    Reason.NO_REASON_GIVEN: (
        message("{number} is not saved: nobody said why it came back. Scan it again"),
        message("the parcel is not saved: nobody said why it came back. Scan it again"),
    ),
    Reason.NO_NUMBER_READ: (message("no number is read: turn the label to the camera, or type the number"),),
    Reason.NO_STOPS_HERE: (message("nothing was stopped: in this operation no parcel is saved"),),
    Reason.NO_OPERATION: (
        message("{operation} is no operation: {known}"),
        message("this is no operation"),
    ),
    Reason.OPERATION_IS_SET: (
        message("a scan means {operation} already"),
        message("a scan means that already"),
    ),
    Reason.OPERATION_CHANGED: (
        message("from now on a scan means {operation}"),
        message("the operation is changed"),
    ),
}
"""Of operations and checks."""
