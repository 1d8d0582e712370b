"""Every sentence that a person reads on a screen, and nothing else makes one: codes and values come in, words go out.

English stands in the source; each other language is one catalogue of gettext in `catalogues/`. The English of errors
stands beside what raises them, as they speak without this room as well.
"""

from __future__ import annotations

from station.language import (
    actions,
    figure_views,
    help_texts,
    operations,
    recordings,
    relabels,
    scanners,
    screens,
    setup,
)
from station.language.causes import CAUSES, cause_name, cause_of, cause_text
from station.language.checks import CHECK_STOPS, CHECK_STOPS_GIANT, check_order, check_rows
from station.language.cures import MENDERS, WHAT_TO_DO, cure_text, mender_text
from station.language.defects import DEFECTS, defect_text
from station.language.entries import scan_text
from station.language.errors import ERRORS, error_text
from station.language.exceptions import EXCEPTIONS, exception_action, exception_term, exception_text
from station.language.language import ENGLISH, LANGUAGES, Language, language
from station.language.messages import PLACE, Giant, Message
from station.language.operations import history_lines, operation_text, reason_text
from station.language.outcomes import OUTCOMES, outcome_text
from station.language.pictures import ADVICE, FIGURES, advice_text
from station.language.prompts import NOTES, PROMPTS, notes_text, prompt_text
from station.language.reasons import REASONS
from station.language.reports import worded_report
from station.language.shift_sums import SHIFT_CLOSED, SHIFT_OVER, shift_lines
from station.language.speech import SPOKEN, spoken_phrase
from station.language.tour import tour_text
from station.language.troubles import ALARMS, RECORD_ALARM, TROUBLES, TroubleWords, alarm_text, trouble_texts

__all__ = [
    "ADVICE",
    "ALARMS",
    "CAUSES",
    "CHECK_STOPS",
    "CHECK_STOPS_GIANT",
    "DEFECTS",
    "ENGLISH",
    "ERRORS",
    "EXCEPTIONS",
    "FIGURES",
    "LANGUAGES",
    "MENDERS",
    "NOTES",
    "OUTCOMES",
    "PLACE",
    "PROMPTS",
    "REASONS",
    "RECORD_ALARM",
    "SHIFT_CLOSED",
    "SHIFT_OVER",
    "SPOKEN",
    "TROUBLES",
    "WHAT_TO_DO",
    "Giant",
    "Language",
    "Message",
    "TroubleWords",
    "actions",
    "advice_text",
    "alarm_text",
    "cause_name",
    "cause_of",
    "cause_text",
    "check_order",
    "check_rows",
    "configuration",
    "cure_text",
    "defect_text",
    "error_text",
    "exception_action",
    "exception_term",
    "exception_text",
    "figure_views",
    "help_texts",
    "history_lines",
    "language",
    "mender_text",
    "notes_text",
    "operation_text",
    "operations",
    "outcome_text",
    "prompt_text",
    "reason_text",
    "recordings",
    "relabels",
    "scan_text",
    "scanners",
    "screens",
    "setup",
    "shift_lines",
    "spoken_phrase",
    "tour_text",
    "trouble_texts",
    "worded_report",
]
