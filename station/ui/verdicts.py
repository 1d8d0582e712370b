"""What the worker is told about one parcel: a mood, a word to read from afar, and what to do."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from station.core import KEYBOARD, KEYED, Accept, Code, Refusal, Review
from station.core.outcomes import Reason
from station.language import (
    EXCEPTIONS,
    cause_of,
    exception_action,
    exception_term,
    exception_text,
    notes_text,
    outcome_text,
    relabels,
    trouble_texts,
)
from station.language import screens as texts
from station.ui.wording import giant_of, spoken, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal

    from hardware.contract import Notice
    from station.core import Bag, Identity, KeyedEnded, ReviewAsked, Scan, Sighting
    from station.core.outcomes import Done, Nothing
    from station.language import Giant, Message

T = TypeVar("T")
NO_TEXTS: Mapping[str, str] = MappingProxyType({})


class Mood(StrEnum):
    """Each is a CSS class of the verdict panel. Only a committed scan makes `ACCEPT`."""

    READY = "ready"
    ACCEPT = "accept"
    EXCEPTION = "exception"
    REVIEW = "review"
    STOP = "stop"
    LOOK = "look"


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
    """One for an accepted parcel after its commit, two for a question or a nearly full bag, three for an exception."""
    identity: Identity | None = None
    grams: Decimal | None = None
    seq: int | None = None
    """Of the scan that it is on."""
    code: str | None = None
    """Of an exception."""
    keyed: bool = False
    rows: tuple[str, ...] = ()
    """Lines that stand where the block letters do."""
    failed: bool = False
    """The station failed: nothing else is said any more."""
    anew: Callable[[], Verdict] | None = field(default=None, compare=False, repr=False)
    """Makes it again, in the language that is spoken then."""


def worded(make: Callable[[T], Verdict], about: T) -> Verdict:
    """A verdict that can be said in another language."""
    return replace(make(about), anew=lambda: worded(make, about))


def now(giant: Giant, action: str) -> Verdict:
    """No verdict on a parcel, but what happens now."""
    drawn, headline = giant_of(giant)
    return Verdict(Mood.READY, drawn, headline, "", action)


def ready() -> Verdict:
    """Nothing lies there."""
    return now(texts.READY, tr(texts.READY_SENTENCE))


def of_scan(scan: Scan, own: Mapping[str, str] = NO_TEXTS) -> Verdict:
    """The verdict on a scan that is on disk. `own`: what this hub says at an exception, by its code."""
    verdict = replace(_decided(scan), seq=scan.seq)
    if verdict.mood is Mood.EXCEPTION and scan.code in own:
        return replace(verdict, action=own[str(scan.code)], code=scan.code)
    return replace(verdict, code=scan.code)


def _decided(scan: Scan) -> Verdict:
    draft = scan.draft
    decision = draft.decision
    grams = draft.capture.grams if draft.capture else None
    match decision:
        case Accept(bin=place, label=label, notes=notes):
            facts = " · ".join(part for part in (label, notes_text(notes, spoken()), held_text(scan.bag)) if part)
            wanted = texts.INTO_BIN if draft.is_put else texts.PUT_AND_SCAN
            order, tones = _order(tr(wanted, bin=place), scan.bag)
            return Verdict(
                Mood.ACCEPT, place, tr(texts.ACCEPT), facts, order, "", tones, draft.identity, grams, keyed=draft.keyed
            )
        case Refusal():
            return _refused(decision, draft.cause, draft.identity, grams, keyed=draft.keyed)
        case Review():
            # The store keeps no open questions; should it ever, nothing turns green or sounds for one.
            giant, headline = _asked(decision)
            return Verdict(Mood.REVIEW, giant, headline, _sentence(decision), tr(texts.REVIEW_ACTION))


def held_text(bag: Bag | None) -> str:
    """What is in a bag; empty: there is none."""
    if bag is None:
        return ""
    return tr(texts.IN_BAG, bag=bag.number, count=bag.count, grams=bag.net_g)


def _order(order: str, bag: Bag | None) -> tuple[str, int]:
    """What to do, with the warning of a bag that is soon full, and the tones."""
    if bag is None or bag.part is None or not bag.is_nearly_full:
        return order, 1
    if bag.is_full:
        return tr(texts.BAG_FULL_NOW, order=order), 2
    return tr(texts.BAG_NEARLY_FULL, order=order, percent=int(100 * bag.part)), 2


def of_review(event: ReviewAsked) -> Verdict:
    """The question before anything is stored."""
    decision = event.decision
    giant, headline = giant_of(texts.QUESTION)
    question, action = "", tr(texts.REVIEW_ACTION)
    if isinstance(decision, Review):
        (giant, headline), question = _asked(decision), _sentence(decision)
        action = tr(EXCEPTIONS[decision.code].retry or EXCEPTIONS[decision.code].action)
    typed = [each for each in event.choice.candidates if each.symbol.symbology in (KEYED, KEYBOARD)]
    seen = [each for each in event.choice.candidates if each not in typed]
    if typed and seen:
        question = tr(texts.TYPED_AND_SEEN, typed=_printed(typed[0]), seen=", ".join(map(_printed, seen)))
        action = tr(texts.CANCEL_TYPED)
    identity = event.choice.parcel.identity if event.choice.parcel else None
    refused = isinstance(decision, Review) and decision.code is not Code.MULTI_READ and bool(typed or not seen)
    if refused and isinstance(decision, Review):
        words = EXCEPTIONS[decision.code]
        giant, headline = giant_of(words.no_number, tr(texts.NOT_BOOKED.word)) if words.no_number else (giant, headline)
        action = tr(words.retype) if words.retype else action
    return Verdict(Mood.REVIEW, giant, headline, question, action, tones=2, identity=identity, keyed=refused)


def _printed(sighting: Sighting) -> str:
    return sighting.identity.printed or sighting.identity.raw


def of_keyed_end(event: KeyedEnded) -> Verdict:
    """A keyed number that is not booked."""
    sentence = tr(texts.KEYED_CANCELLED if event.cancelled else texts.KEYED_OVERDUE, number=event.number)
    action = "" if event.cancelled else tr(texts.KEYED_AGAIN)
    tones = 0 if event.cancelled else 2
    giant, headline = giant_of(texts.NOT_BOOKED, tr(texts.NOT_BOOKED.word))
    return Verdict(Mood.REVIEW, giant, headline, sentence, action, tones=tones, keyed=True)


def of_taken_back(done: Done) -> Verdict:
    """The scan whose verdict stood counts no more."""
    number = done.values.get("parcel_id")
    sentence = tr(texts.COUNTS_NO_MORE, number=number) if number else tr(texts.IT_COUNTS_NO_MORE)
    action = tr(texts.SCAN_IT_AGAIN)
    if done.values.get("code") == Code.DUPLICATE:
        sentence, action = tr(texts.STOP_COUNTS_NO_MORE, number=number), tr(texts.WHERE_IT_WENT)
    giant, headline = giant_of(texts.TAKEN_BACK, tr(texts.TAKEN_BACK.word))
    return Verdict(Mood.REVIEW, giant, headline, sentence, action, tones=2, keyed=True)


def of_lifted(done: Done) -> Verdict:
    """The stop whose verdict stood is lifted: the parcel goes on after all."""
    place = str(done.values.get("bin", ""))
    return Verdict(
        Mood.ACCEPT, place, tr(texts.ACCEPT), outcome_text(done, spoken()), tr(texts.INTO_BIN, bin=place), tones=1
    )


def of_put(outcome: Done | Nothing, seq: int | None = None) -> Verdict:
    """Where the parcel of scan `seq` was put: in its place, or an alarm until the right label is scanned. A stopped
    one is never green.
    """
    into, sentence = str(outcome.values.get("into", "")), outcome_text(outcome, spoken())
    if outcome.reason is Reason.PARCEL_PUT and "code" in outcome.values:
        headline = f"{tr(texts.EXCEPTION)}   {outcome.values['code']}"
        return Verdict(Mood.LOOK, into, headline, sentence, tr(texts.IN_ITS_PLACE), tones=1, seq=seq)
    if outcome.reason is Reason.PARCEL_PUT:
        return Verdict(Mood.ACCEPT, into, tr(texts.ACCEPT), sentence, tr(texts.IN_ITS_PLACE), tones=1, seq=seq)
    below, word = giant_of(texts.WRONG_PLACE, tr(texts.WRONG_PLACE.word))
    giant, word = giant_of(texts.STOP, word)
    action = tr(texts.PUT_AND_SCAN, bin=into)
    return Verdict(Mood.STOP, giant, word, sentence, action, giant_below=below, tones=3, seq=seq)


def of_relabel(outcome: Done | Nothing) -> Verdict:
    """A new label: it is wanted, it is read, or another one was shown. Green only for a parcel that has its bin."""
    sentence, new = outcome_text(outcome, spoken()), str(outcome.values.get("new", ""))
    if outcome.reason is Reason.OTHER_LABEL:
        below, word = giant_of(relabels.OTHER_LABEL, tr(relabels.OTHER_LABEL.word))
        giant, word = giant_of(texts.STOP, word)
        action = tr(relabels.SHOW_RIGHT_ONE, new=new)
        return Verdict(Mood.STOP, giant, word, sentence, action, giant_below=below, tones=3)
    if "into" in outcome.values:
        place = str(outcome.values["into"])
        return Verdict(Mood.ACCEPT, place, tr(texts.ACCEPT), sentence, tr(texts.INTO_BIN, bin=place), tones=1)
    giant, word = giant_of(relabels.NEW_LABEL, tr(relabels.NEW_LABEL.word))
    is_read = outcome.reason is Reason.RELABEL_READ
    action = tr(relabels.DECIDED_NOW if is_read else relabels.SHOW_IT)
    return Verdict(Mood.REVIEW, giant, word, sentence, action, tones=1 if is_read else 2, keyed=True)


def of_store_trouble(about: Notice) -> Verdict:
    """The last scan is not on disk."""
    return _stop(texts.NOT_STORED, about, texts.NOT_STORED_ACTION)


def of_failure(about: Notice) -> Verdict:
    """A part of the station has ended."""
    return replace(_stop(texts.FAILED, about, texts.FAILED_ACTION), failed=True)


def _stop(headline: Message, about: Notice, action: Message) -> Verdict:
    text = trouble_texts(about, spoken()).everybody
    below, word = giant_of(texts.RELEASE, tr(headline))
    giant, word = giant_of(texts.STOP, word)
    return Verdict(Mood.STOP, giant, word, text, tr(action), giant_below=below)


def _refused(
    decision: Refusal, cause: Notice | None, identity: Identity | None, grams: Decimal | None, *, keyed: bool
) -> Verdict:
    typed = decision.code is Code.NO_WEIGHT and grams is not None
    retried = None if typed else EXCEPTIONS[decision.code].giant
    headline = _named(texts.EXCEPTION, decision)
    giant = decision.bin or decision.code.value
    if retried is not None:
        giant, headline = giant_of(retried, headline)
    sentence, why = _sentence(decision), cause_of(cause, spoken())
    if why and why not in sentence:
        sentence = tr(texts.BECAUSE, reason=sentence, cause=why)
    action = tr(texts.TYPED_WEIGHT, bin=decision.bin) if typed else _action(decision)
    return Verdict(
        Mood.EXCEPTION, giant, headline, sentence, action, "", 3, identity=identity, grams=grams, keyed=keyed
    )


def _action(decision: Refusal) -> str:
    place, words = decision.bin, EXCEPTIONS[decision.code]
    if words.giant is not None and words.retry is not None and place:
        return tr(texts.ELSE_BIN, retry=tr(words.retry), bin=place)
    into = tr(texts.INTO_BIN, bin=place) if place else exception_action(decision.code.value, spoken())
    return tr(texts.FIRST_ACTION, first=tr(words.first), action=into) if words.first is not None else into


def _sentence(decision: Refusal | Review) -> str:
    return exception_text(decision.code.value, decision.values, spoken())


def _named(mood: Message, decision: Refusal | Review) -> str:
    return f"{tr(mood)}   {decision.code.value}  {exception_term(decision.code.value, spoken())}"


def _asked(decision: Review) -> tuple[str, str]:
    named = _named(texts.REVIEW, decision)
    giant = EXCEPTIONS[decision.code].question
    return giant_of(giant, named) if giant is not None else (exception_term(decision.code.value, spoken()), named)
