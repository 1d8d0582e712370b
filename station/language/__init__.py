"""Every sentence that a person reads on a screen, and nothing else makes one: codes and values come in, words go out.

English stands in the source; each other language is one catalogue of gettext in `catalogues/`. What devices, drivers
and the network say of a fault in detail is the technician's, and stays English text below.
"""

from __future__ import annotations

from station.language import screens
from station.language.causes import CAUSES, cause_name, cause_of, cause_text
from station.language.exceptions import EXCEPTIONS, exception_action, exception_term, exception_text
from station.language.language import ENGLISH, LANGUAGES, Language, language
from station.language.messages import PLACE, Message
from station.language.prompts import NOTES, PROMPTS, notes_text, prompt_text

__all__ = [
    "CAUSES",
    "ENGLISH",
    "EXCEPTIONS",
    "LANGUAGES",
    "NOTES",
    "PLACE",
    "PROMPTS",
    "Language",
    "Message",
    "cause_name",
    "cause_of",
    "cause_text",
    "exception_action",
    "exception_term",
    "exception_text",
    "language",
    "notes_text",
    "prompt_text",
    "screens",
]
