"""What the worker is told about one parcel: a mood, a word to read from afar, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from station.core import CODES, KEYED, Accept, Code, Refusal, Review
from station.ui import texts
from station.ui.amounts import with_local_times

if TYPE_CHECKING:
    from decimal import Decimal

    from station.core import Identity, KeyedEnded, ReviewAsked, Scan, Sighting


class Mood(StrEnum):
    """Each is a CSS class of the verdict panel. Only a committed scan makes `ACCEPT`."""

    READY = "ready"
    ACCEPT = "accept"
    EXCEPTION = "exception"
    REVIEW = "review"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Everything the verdict and parcel panels show; texts are not yet printable."""

    mood: Mood
    giant: str
    """The word that is read from afar: where the parcel goes, or why it stops."""
    headline: str
    sentence: str
    action: str
    giant_below: str = ""
    """A second line of block letters."""
    tones: int = 0
    """One for an accepted parcel after its commit, two for a question, three for an exception."""
    identity: Identity | None = None
    grams: Decimal | None = None
    keyed: bool = False


READY = Verdict(Mood.READY, texts.READY, "", "", texts.READY_SENTENCE)


def of_scan(scan: Scan) -> Verdict:
    """The verdict on a scan that is on disk."""
    draft = scan.draft
    decision = draft.decision
    grams = draft.capture.grams if draft.capture else None
    match decision:
        case Accept(bin=place, label=label, note=note):
            facts = " · ".join(part for part in (label, note) if part)
            order = texts.INTO_BIN.format(bin=place)
            return Verdict(
                Mood.ACCEPT, place, texts.ACCEPT, facts, order, "", 1, draft.identity, grams, keyed=draft.keyed
            )
        case Refusal():
            return _refused(decision, draft.cause, draft.identity, grams, keyed=draft.keyed)
        case Review():
            # The store keeps no open questions; should it ever, nothing turns green or sounds for one.
            return Verdict(
                Mood.REVIEW, _asked(decision), _named(texts.REVIEW, decision), decision.question, texts.REVIEW_ACTION
            )


def of_review(event: ReviewAsked) -> Verdict:
    """The question before anything is stored."""
    decision = event.decision
    question, action = ("", texts.REVIEW_ACTION)
    giant, headline = texts.REVIEW, texts.REVIEW
    if isinstance(decision, Review):
        giant, headline, question = _asked(decision), _named(texts.REVIEW, decision), decision.question
        action = texts.RETRY.get(decision.code, CODES[decision.code].action)
    typed = [each for each in event.choice.candidates if each.symbol.symbology == KEYED]
    seen = [each for each in event.choice.candidates if each.symbol.symbology != KEYED]
    if typed and seen:
        question = texts.TYPED_AND_SEEN.format(typed=_printed(typed[0]), seen=", ".join(map(_printed, seen)))
        action = texts.CANCEL_TYPED
    identity = event.choice.parcel.identity if event.choice.parcel else None
    refused = isinstance(decision, Review) and decision.code is not Code.MULTI_READ and bool(typed or not seen)
    if refused and isinstance(decision, Review):
        giant, headline = texts.REFUSED_GIANT.get(decision.code, giant), texts.NOT_BOOKED
        action = texts.RETYPE.get(decision.code, action)
    return Verdict(Mood.REVIEW, giant, headline, question, action, tones=2, identity=identity, keyed=refused)


def _printed(sighting: Sighting) -> str:
    return sighting.identity.printed or sighting.identity.raw


def of_keyed_end(event: KeyedEnded) -> Verdict:
    """A keyed number that is not booked."""
    sentence = (texts.KEYED_CANCELLED if event.cancelled else texts.KEYED_OVERDUE).format(number=event.number)
    action = "" if event.cancelled else texts.KEYED_AGAIN
    tones = 0 if event.cancelled else 2
    return Verdict(Mood.REVIEW, texts.NOT_BOOKED, texts.NOT_BOOKED, sentence, action, tones=tones, keyed=True)


def of_store_trouble(text: str) -> Verdict:
    """The last scan is not on disk."""
    return Verdict(
        Mood.STOP, texts.STOP, texts.NOT_STORED, text, texts.NOT_STORED_ACTION, giant_below=texts.DO_NOT_RELEASE
    )


def of_failure(text: str) -> Verdict:
    """A thread of the station died."""
    return Verdict(Mood.STOP, texts.STOP, texts.FAILED, text, texts.FAILED_ACTION, giant_below=texts.DO_NOT_RELEASE)


def _refused(
    decision: Refusal, cause: str | None, identity: Identity | None, grams: Decimal | None, *, keyed: bool
) -> Verdict:
    mended_at_once = texts.RETRIED.get(decision.code)
    into = texts.INTO_BIN.format(bin=decision.bin) if decision.bin else decision.action
    if mended_at_once and decision.bin:
        action = f"{texts.RETRY[decision.code]}. {texts.ELSE_BIN.format(bin=decision.bin)}"
    else:
        action = f"{texts.FIRST[decision.code]}. {into}" if decision.code in texts.FIRST else into
    reason = with_local_times(decision.sentence)
    sentence = reason if not cause or cause in reason else f"{reason}: {cause}"
    giant = mended_at_once or decision.bin or decision.code.value
    headline = _named(texts.EXCEPTION, decision)
    return Verdict(
        Mood.EXCEPTION, giant, headline, sentence, action, "", 3, identity=identity, grams=grams, keyed=keyed
    )


def _named(mood: str, decision: Refusal | Review) -> str:
    return f"{mood}   {decision.code.value}  {CODES[decision.code].term}"


def _asked(decision: Review) -> str:
    return texts.REVIEW_GIANT.get(decision.code, CODES[decision.code].term)
