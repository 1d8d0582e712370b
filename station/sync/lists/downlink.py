"""The way down: sort plan, hold list and manifest of the centre, each asked for on a timer of its own.

Runs in a thread of its own, and parses and checks there. The core thread gets a checked plan with its index, or a hold
list, and writes it as the only writer. Whatever the centre answers, what is in force stays until something better is
there; how old it is, the screens say.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from hardware.contract import notice
from station.core import line_text, printable, standing, told_by
from station.core.sort_plan import PlanIndex, parse_holds, parse_plan
from station.record import Reads, is_stale
from station.record.lists import HOLDS, MANIFEST, PLAN, CentreLists, Page, forget
from station.record.log import StoreError
from station.sync.lists.answers import Absent, Refused, Sent, Unchanged, judge_page, judge_text
from station.sync.lists.list_troubles import list_troubles
from station.sync.transport.backoff import ALARM_S, Backoff, chance, spread
from station.sync.transport.errors import LineError
from station.sync.upload.answers import Alarm, Later

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from pathlib import Path

    from hardware.contract import Notice
    from station.core import ListStatus, Trouble
    from station.record import Store
    from station.sync.transport.client import TrackingClient

    Answer = Unchanged | Absent | Later | Alarm | Refused | Sent | Page
    Write = Callable[[Callable[[Store], object]], object]

PAGE_REST_S = 0.02
"""Between two pages, for the other threads."""
ABSENT = notice("list_none")
PATHS = {PLAN: "/v1/sort-plan", HOLDS: "/v1/holds", MANIFEST: "/v1/manifest"}


@dataclass(slots=True)
class Poll:
    """One list: when it is asked for next, and how the last question went."""

    name: str
    due: float = 0.0
    """Monotonic seconds."""
    backoff: Backoff = field(default_factory=Backoff)
    about: Notice | None = None
    """What the last question brought, if not the list."""
    refused: bool = False
    """The centre's newest one cannot be used; a person has to act there."""
    bad_etag: str | None = None
    """Of a list that cannot be used: it is not fetched again."""


def _words(about: Notice | None) -> str:
    """Its English."""
    return "" if about is None else printable(line_text(about))


class Downlink:
    """`run` is the thread; `judged` and `troubles` may be called from any other."""

    def __init__(
        self,
        database: Path,
        client: TrackingClient,
        write: Write,
        replace_plan: Callable[[Store, PlanIndex], None],
        every_s: float,
        stale_h: float,
    ) -> None:
        """`write` has the core thread do something with the record, `replace_plan` is what it does for a sort plan;
        StoreError when it cannot.
        """
        self._database = database
        self._client = client
        self._write = write
        self._replace_plan = replace_plan
        self._every_s = every_s
        self._stale_s = stale_h * 3600
        self._polls = {name: Poll(name) for name in PATHS}
        self._troubles: tuple[Trouble, ...] = ()

    def run(self, stop: threading.Event) -> None:
        """Ask until `stop`."""
        lists: CentreLists | None = None
        while True:
            poll = min(self._polls.values(), key=lambda one: one.due)
            if stop.wait(max(0.0, poll.due - time.monotonic())):
                break
            try:
                lists = lists or CentreLists(self._database)
                self._note(poll, self._ask(poll, lists))
            except StoreError as error:
                self._note(poll, Later(told_by(error)))
                if lists is not None:
                    lists.close()
                lists = None
        if lists is not None:
            lists.close()
        self._client.close()

    def hang_up(self) -> None:
        """From any thread: end the question under way."""
        self._client.hang_up()

    def judged(self, lists: tuple[ListStatus, ...]) -> tuple[ListStatus, ...]:
        """With what the last question brought, and whether the centre's word on it is too old."""
        return tuple(
            replace(
                each,
                words=_words(self._polls[each.name].about),
                about=self._polls[each.name].about,
                refused=self._polls[each.name].refused,
                stale=is_stale(each, self._stale_s),
            )
            for each in lists
        )

    def troubles(self, lists: tuple[ListStatus, ...], *, online: bool) -> tuple[Trouble, ...]:
        """What is wrong with lists that were judged; `online`: whether the line to the centre is up."""
        self._troubles = standing(list_troubles(lists, time.monotonic(), online=online), self._troubles)
        return self._troubles

    # -- one question

    def _ask(self, poll: Poll, lists: CentreLists) -> Answer:
        """What came of one question. StoreError: it could not be written; what is in force stays."""
        with suppress(OSError):  # the sending of scans tells it
            self._client.renew()
        try:
            return self._ask_page(poll, lists) if poll.name == MANIFEST else self._ask_text(poll, lists)
        except LineError as error:
            return Later(told_by(error))

    def _ask_text(self, poll: Poll, lists: CentreLists) -> Answer:
        """The plan or the hold list. Another epoch is another record, which may not hold what the ETag names."""
        epoch, received = self._epoch(), lists.received(poll.name)
        held = received.etag if received is not None and received.epoch == epoch else None
        asked = poll.bad_etag or held
        answer: Answer = judge_text(*self._client.fetch(PATHS[poll.name], asked), asked)
        if isinstance(answer, Sent) and answer.etag != held:
            answer = self._use(poll.name, answer)
        if isinstance(answer, Sent):
            lists.confirm(poll.name, answer.etag, epoch)
        elif isinstance(answer, Unchanged) and asked == held:
            lists.confirm(poll.name, held, epoch)
        return answer

    def _ask_page(self, poll: Poll, lists: CentreLists) -> Answer:
        """What the manifest has after the cursor: one page."""
        cursor, received = lists.cursor(), lists.received(poll.name)
        held = received.etag if received is not None else None
        asked = poll.bad_etag or held
        path = f"{PATHS[poll.name]}?since={quote(cursor, safe='')}"
        answer = judge_page(*self._client.fetch(path, asked), asked, cursor)
        if isinstance(answer, Page):
            lists.take(answer, self._epoch())
        elif isinstance(answer, Unchanged) and asked == held:
            lists.confirm(poll.name, held, self._epoch())
        return answer

    def _epoch(self) -> str:
        with Reads(self._database) as reads:
            return reads.epoch

    def _use(self, name: str, sent: Sent) -> Sent | Refused:
        """Check a plan or a hold list as an import does, and bring it into force whole or not at all. StoreError."""
        file = f"{name.replace(' ', '-')}-{sent.etag[1:9]}.{sent.ending}"
        if name == PLAN:
            plan, problems = parse_plan(sent.lines, file)
            if plan is not None:
                index = PlanIndex(plan)
                self._bring(name, lambda store: self._replace_plan(store, index))
        else:
            holds, problems = parse_holds(sent.lines, file)
            if not problems:
                self._bring(name, lambda store: store.replace_holds(holds))
        if problems:
            return Refused(
                notice("list_bad_rows", count=len(problems), first=printable(str(problems[0]), 270)), sent.etag
            )
        return sent

    def _bring(self, name: str, replace: Callable[[Store], object]) -> None:
        """In one go of the core thread, so that no import comes between a list and its mark. StoreError."""

        def write(store: Store) -> None:
            replace(store)
            forget(store.path, name)

        self._write(write)

    # -- what it brought

    def _note(self, poll: Poll, answer: Answer) -> None:
        if isinstance(answer, Later | Alarm):
            poll.about = poll.about if poll.refused else answer.about
            poll.backoff = poll.backoff.failed()
            wanted = ALARM_S if isinstance(answer, Alarm) else answer.retry_after
            poll.due = time.monotonic() + poll.backoff.wait_s(chance(), wanted)
            return
        if isinstance(answer, Refused):
            poll.about, poll.refused, poll.bad_etag = answer.about, True, answer.etag
        elif not (isinstance(answer, Unchanged) and poll.refused):
            poll.about = ABSENT if isinstance(answer, Absent) else None
            poll.refused, poll.bad_etag = False, None
        poll.backoff = Backoff()
        more = isinstance(answer, Page) and answer.more
        poll.due = time.monotonic() + (PAGE_REST_S if more else spread(self._every_s, chance()))
