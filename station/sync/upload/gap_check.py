"""What the station asks the centre beside its batches: whether the token is taken, and what is lacking there. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from station.core import Held
from station.sync.transport.backoff import spread
from station.sync.upload.answers import Alarm, Later, judge

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from station.core import SyncStatus
    from station.record.outbox import Batch
    from station.sync.upload.answers import Receipts
    from station.sync.upload.facts import Raw

CHECK_S = 60.0
GAPS_EVERY_S, GAPS_AGAIN_S = 3600.0, 60.0
"""Seconds between two questions: when nothing was lacking, and, doubled each time, when something was."""
IN_VAIN_S = 86_400.0
"""Minimum interval before resending for an unchanged gap report, seconds."""


@dataclass(frozen=True, slots=True)
class CentreCheck:
    """Whether the centre itself answers and would take a scan, before there is one to send: not some page, not 401."""

    due_at: float = 0.0
    waits_from: float | None = None
    """Since when nothing is sent because the centre named a time."""

    def is_due(self, line: SyncStatus, looked: int, failures: int, now: float, *, waits: bool) -> bool:
        """When the line comes back or may be let off an alarm; else now and then, and by the status of a look or the
        words of the line when in doubt, but not while sending fails: then the next scan tells it.
        """
        if line.online is not True or (line.alarm and not waits):
            return True
        doubt = bool(line.words) or 300 <= looked < 404 or looked >= 500
        return failures == 0 and (doubt or now >= self.due_at)

    def asked(self, now: float) -> CentreCheck:
        """The question was answered."""
        return replace(self, due_at=now + CHECK_S)

    def paused(self, now: float, *, named: bool) -> CentreCheck:
        """Nothing is sent for some time; `named`: because the centre said so."""
        return replace(self, waits_from=now if named else None)

    def may_end_wait(self, now: float) -> bool:
        """The centre named a time a minute ago or more: it may have been mended since."""
        return self.waits_from is not None and now >= self.waits_from + CHECK_S


def trouble_of(raw: Raw) -> Alarm | Later | None:
    """What would keep a scan from being taken, by the answer to a question that needs the token."""
    status, headers, body = raw
    meaning = judge(status, headers, body, "", frozenset())
    if status in (401, 403):
        return meaning if isinstance(meaning, Alarm) else None
    kind = headers.get("content-type", "").lower()
    if status in (404, 405) and "html" in kind:
        return meaning if isinstance(meaning, Alarm) else None  # a web server that is no centre
    is_page = status == 200 and "json" not in kind
    if is_page or 300 <= status < 400 or status >= 500:
        return meaning if isinstance(meaning, Later) else None
    return None


@dataclass(frozen=True, slots=True)
class Account:
    """How far the centre holds the scans of an epoch. Its word in an answer to a batch is not enough for more numbers
    than were sent: they are believed once its account of the epoch names them as well.
    """

    proven: Mapping[str, int] = field(default_factory=dict)
    """By epoch, the highest number of an account that adds up."""
    ask_at: float = 0.0

    def is_needed(self, batch: Batch, answer: Receipts, now: float) -> bool:
        """Whether the centre should be asked before its answer is written."""
        if answer.high_water is None or now < self.ask_at:
            return False
        return answer.high_water > self._believed(batch)

    def asked(self, now: float) -> Account:
        """So it is asked again in a minute."""
        return replace(self, ask_at=now + CHECK_S)

    def updated(self, held: Held | None) -> Account:
        """The centre's account of an epoch; None: it does not tell."""
        return self if held is None else replace(self, proven={**self.proven, held.epoch: held.high_water})

    def held(self, batch: Batch, answer: Receipts) -> Held | None:
        """What can be believed of the answer; None: it tells nothing."""
        if answer.high_water is None:
            return None
        return Held(batch.epoch, min(answer.high_water, self._believed(batch)), answer.missing)

    def _believed(self, batch: Batch) -> int:
        return max(batch.last_seq, self.proven.get(batch.epoch, 0))


@dataclass(frozen=True, slots=True)
class GapCheck:
    """Periodic gap check: a centre restored from a backup may be missing more than its next answer shows.

    Asked about every epoch of which scans are kept here: nothing more is ever sent of an older one.
    """

    due_at: float = 0.0
    again_s: float = GAPS_AGAIN_S
    lacking: Mapping[str, tuple[object, float]] = field(default_factory=dict)
    """By epoch, what was lacking when it was asked last, and since when. What is lacking still was sent in vain: it
    is held under another number (a copied disk), or the centre does not tell the truth.
    """
    open: tuple[Held, ...] = ()
    """What the centre told and the record has not looked through yet."""
    back: int = 0
    """Scans that went back into the queue since it told."""

    def ask_soon(self) -> GapCheck:
        """The centre has lost something: there may be more."""
        return replace(self, due_at=0.0)

    def are_due(self, now: float) -> bool:
        """Whether it is time to ask."""
        return now >= self.due_at

    def asked(self, now: float, chance: float) -> GapCheck:
        """It is being asked."""
        return replace(self, due_at=now + spread(GAPS_EVERY_S, chance), open=(), back=0)

    def updated(self, answers: Iterable[tuple[str, Held | None]], now: float) -> GapCheck:
        """By epoch, what it holds; nothing is sent again so soon for an unchanged answer."""
        return replace(self, open=tuple(held for epoch, held in answers if held and self._is_new(epoch, held, now)))

    def _is_new(self, epoch: str, held: Held, now: float) -> bool:
        missing, since = self.lacking.get(epoch, (None, 0.0))
        return held.missing != missing or now >= since + IN_VAIN_S

    def refilled(self, back: int, now: float) -> GapCheck:
        """So many scans of the first open epoch went back into the queue."""
        held, *rest = self.open
        lacking = {**self.lacking, held.epoch: (held.missing, now)}
        return replace(self, lacking=lacking, open=tuple(rest), back=self.back + back)

    def ended(self, now: float, chance: float) -> GapCheck:
        """Every epoch was looked through. A long list is told in parts; a centre that never has enough has to wait."""
        if not self.back:
            return replace(self, again_s=GAPS_AGAIN_S)
        again_s = min(2 * self.again_s, GAPS_EVERY_S)
        return replace(self, again_s=again_s, due_at=now + spread(again_s, chance))
