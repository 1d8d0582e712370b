"""What the worker is told of bags that are loaded, and of parcels that somebody only looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core.outcomes import Done, Reason
from station.language import SHIFT_CLOSED, SHIFT_OVER, history_lines, operations, outcome_text, shift_lines
from station.ui.verdicts import Mood, Verdict
from station.ui.wording import giant_of, spoken, tr

if TYPE_CHECKING:
    from station.core import History
    from station.core.outcomes import Outcome


def of_bag(outcome: Outcome) -> Verdict:
    """What came of a label that was scanned to load a bag, or of taking the last one off again."""
    sentence = outcome_text(outcome, spoken())
    if isinstance(outcome, Done) and outcome.reason is Reason.BAG_LOADED:
        giant, headline = giant_of(operations.LOADED, tr(operations.LOADED.word))
        return Verdict(Mood.ACCEPT, giant, headline, sentence, tr(operations.NEXT_BAG), tones=1)
    if isinstance(outcome, Done):
        giant, headline = giant_of(operations.UNLOADED, tr(operations.UNLOADED.word))
        return Verdict(Mood.REVIEW, giant, headline, sentence, tr(operations.NEXT_BAG), tones=2, keyed=True)
    giant, headline = giant_of(operations.NOT_LOADED, tr(operations.NOT_LOADED.word))
    return Verdict(Mood.EXCEPTION, giant, headline, sentence, tr(operations.PUT_BAG_ASIDE), tones=3)


def of_shift_end(done: Done) -> Verdict:
    """What the shift came to, also of one that somebody else has taken over."""
    before = done.values.get("before")
    headline = f"{tr(SHIFT_CLOSED)}   {before or done.values.get('operator', '')}"
    action = outcome_text(done, spoken()) if before else tr(SHIFT_OVER)
    return Verdict(Mood.LOOK, "", headline, "", action, rows=shift_lines(done.values, spoken()))


def of_look(history: History) -> Verdict:
    """The history of a parcel, a line each; nothing is green, as nothing was booked."""
    headline = f"{operations.operation_text('audit', spoken())}   {history.printed}"
    action = tr(operations.NOTHING_BOOKED)
    return Verdict(Mood.LOOK, "", headline, "", action, tones=1, rows=history_lines(history, spoken()))
