"""An EPCIS 2.0 repository as the centre: the loop speaks to it as to the tracking API, in the same words.

An event is stored only when the repository shows it, or says that a capture job took it whole: `202` means no more than
submitted. Whatever else happens, the event is in doubt, and before it is sent again the repository is asked for it by
its name. So a repeat is found out, whatever the repository does about repeats.
"""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from station.core import EntryKind
from station.record.log import utc_now
from station.sync.epcis.answers import as_bytes, events_held, job_of, job_path, limits, problem
from station.sync.epcis.events import CONTEXT, VERSION, declared_wrong, document, events_of, rightly_timed
from station.sync.epcis.in_flight import Submitted, Unclear
from station.sync.epcis.naming import event_id, event_names
from station.sync.transport.client import LOOK_S, TOTAL_S

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from station.core import ClockReading
    from station.sync.epcis.answers import Job, Raw
    from station.sync.epcis.events import Event
    from station.sync.epcis.naming import Naming
    from station.sync.transport.client import TrackingClient

    Scan = Mapping[str, Any]

VOID = EntryKind.VOID.value
LARGEST_CAPTURE = 50
"""Scans in one capture: so many questions about single events fit into one wait, also over a slow line."""
FIRST_POLL_S, LONGEST_POLL_S = 0.05, 1.0
SETTLING_S = 5.0
"""So long after it was sent an event may still appear: only then it counts as not there."""
MOST_WAITS = 20
"""So many waits for the end of one capture job, and it counts as forgotten by the repository."""
MOST_REMEMBERED = 10_000
"""Scans of which is remembered that they were sent; far more than wait for a verdict to be written."""
_HEADERS = {
    "GS1-EPCIS-Version": VERSION,
    "GS1-CBV-Version": VERSION,
    "accept": "application/json, application/ld+json, application/problem+json",
}
_SENDING = {**_HEADERS, "content-type": "application/json", "GS1-Capture-Error-Behaviour": "rollback"}
_REFUSED = frozenset((400, 401, 403, 404, 405, 406, 413, 415, 422))
"""Answers after which nothing of the request was taken."""
_TAKEN = frozenset((200, 201, 202, 409))
"""Answers that say that the events are there or will be; they are believed when the events are seen."""
_NO_SUCH_WAY = frozenset((404, 405, 501))


class EpcisClient:
    """Carries batches to one repository; used by the sync thread alone. Every method raises LineError."""

    repeatable = False

    def __init__(
        self, line: TrackingClient, naming: Naming, root: str, born: ClockReading, total_s: float = TOTAL_S
    ) -> None:
        """`born`: scans made since then were not sent by anybody before. `root`: path of the interface."""
        self.url = line.url
        self._line = line
        self._naming = naming
        self._root = root
        self._born = born
        self._total_s = total_s
        self._sent: dict[str, float] = {}
        """Scans that the repository may have, and when they were sent, monotonic seconds, oldest first. Those that it
        has stay here: they come again when the record could not take its verdict."""
        self._absent: set[str] = set()
        """Scans of which the repository said that it does not have them."""
        self._submitted: Submitted | None = None
        self._taken_back: dict[str, str] = {}
        """Entries of the batch that take a scan back, and which."""
        self._limits: tuple[int | None, int | None] = (None, None)
        self._one_by_one = True
        """The repository takes single events at once, as far as is known."""

    def look(self) -> int:
        """Whether anybody answers, and how much it takes at once."""
        status, headers, _ = self._line.request("OPTIONS", f"{self._root}/capture", LOOK_S, headers=_HEADERS)
        self._learn(headers)
        return status

    def report(self, station_id: str, status: dict[str, Any]) -> Raw:  # noqa: ARG002  # it is not sent
        """A repository takes no status."""
        return problem(404, "an EPCIS repository takes no status")

    def is_cut(self) -> bool:
        """Whether the other side has ended the connection."""
        return self._line.is_cut()

    def parcel(self, parcel_id: str) -> Raw:
        """What the repository holds of a parcel; a question that needs the token."""
        uri = self._naming.parcel_uri.replace("{id}", quote(parcel_id, safe=""))
        return self._get(f"{self._root}/events?perPage=1&MATCH_epc={quote(uri, safe='')}", self._total_s)

    def held(self, station_id: str, epoch: str) -> None:
        """A repository has no numbers to miss."""

    def renew(self) -> bool:
        """Read the token again; True when it is another one. OSError in words."""
        return self._line.renew()

    def hang_up(self) -> None:
        """From any thread: end the request under way; every later one is a LineError."""
        self._line.hang_up()

    def close(self) -> None:
        """Close the connections."""
        self._line.close()

    def prepare(self, batch: dict[str, Any]) -> None:
        """What is sent depends on what the repository holds by then."""

    def post_batch(self, batch: dict[str, Any], meanwhile: Callable[[], None] = lambda: None) -> Raw:  # noqa: ARG002
        """Have the scans of a native batch stored as events; the answer is in the native words."""
        scans = [rightly_timed(scan, batch.get("clock")) for scan in batch["scans"]]
        self._taken_back = {scan["scan_id"]: scan["about"] for scan in scans if scan.get("kind") == VOID}
        try:
            if self._submitted is not None:
                return self._follow(batch, self._submitted)
            doubtful = [scan["scan_id"] for scan in scans if self._in_doubt(scan)]
            held = self._ask(doubtful)
            if held:
                return self._settled(batch, held)
            latest = max((self._sent.get(scan_id, self._born.mono_ns / 1e9) for scan_id in doubtful), default=0.0)
            if doubtful and time.monotonic() - latest < SETTLING_S:
                return problem(503, "what was sent last may still be on its way into the repository")
            self._known_absent(doubtful)
            events = [event for scan in scans for event in self._events_for(scan)]
            return self._capture(batch, events) if events else self._settled(batch, ())
        except Unclear as unclear:
            return unclear.answer

    # -- what the repository holds

    def _in_doubt(self, scan: Scan) -> bool:
        scan_id = scan["scan_id"]
        if not self._is_told(scan) or scan.get("kind") == VOID:
            return False
        here = scan.get("boot_id") == self._born.boot_id and scan["mono_ns"] >= self._born.mono_ns
        return scan_id in self._sent or not (here or scan_id in self._absent)

    def _ask(self, scan_ids: Iterable[str]) -> list[str]:
        """Which of these scans the repository has. Unclear when it does not say so of one."""
        held, until = [], time.monotonic() + 2 * self._total_s
        for scan_id in scan_ids:
            if time.monotonic() > until:
                raise Unclear(problem(503, "the repository is slow to say what it holds"))
            taken_back = self._taken_back.get(scan_id)
            if self._undeclared(taken_back) == [] if taken_back else self._named(event_id(scan_id)):
                held.append(scan_id)
        return held

    def _known_absent(self, scan_ids: Iterable[str]) -> None:
        for scan_id in scan_ids:
            self._sent.pop(scan_id, None)
            self._absent.add(scan_id)

    def _named(self, name: str) -> tuple[Event, ...]:
        """The events of this eventID that the repository has. Unclear when it does not say."""
        answer = self._get(f"{self._root}/events/{quote(name, safe='')}", self._total_s)
        events = events_held(answer, name)
        if events is None:
            passes = answer[0] in (401, 403, 429) or answer[0] >= 500
            raise Unclear(answer if passes else problem(503, f"whether it holds an event it answers with {answer[0]}"))
        return events

    # -- sending

    def _capture(self, batch: dict[str, Any], events: Sequence[Event]) -> Raw:
        ids = tuple(str(scan["scan_id"]) for scan in batch["scans"] if self._is_told(scan))
        if len(events) == 1 and self._one_by_one:
            answer = self._post("/events", {"@context": [CONTEXT], **events[0]}, ids)
            self._one_by_one = answer[0] not in _NO_SUCH_WAY
            if answer[0] == 201:
                return self._settled(batch, ids)
            if self._one_by_one:
                return self._watch(batch, ids, answer[0]) if answer[0] in _TAKEN else answer
        whole = document(events, utc_now())
        if self._too_much(len(events), len(as_bytes(whole))):
            return problem(413, "more than the repository takes at once")
        answer = self._post("/capture", whole, ids)
        path = job_path(answer, f"{self.url}{self._root}/capture") if answer[0] == 202 else None
        if path is not None:
            self._submitted = Submitted(path, ids)
            return self._follow(batch, self._submitted)
        return self._watch(batch, ids, answer[0]) if answer[0] in _TAKEN else answer

    def _too_much(self, events: int, size: int) -> bool:
        most, most_bytes = self._limits
        return (most is not None and events > most) or (most_bytes is not None and size > most_bytes)

    def _events_for(self, scan: Scan) -> list[Event]:
        """The events of a scan; before them, where the repository has those in whose place they stand, these again."""
        events = events_of(scan, self._naming)
        wrong = scan.get("about") if scan.get("kind") == VOID else scan.get("corrects")
        return [*(declared_wrong(original, events, scan) for original in self._undeclared(wrong)), *events]

    def _is_told(self, entry: Scan) -> bool:
        """Whether a repository hears of it."""
        return entry.get("kind") == VOID or bool(events_of(entry, self._naming))

    def _undeclared(self, scan_id: str | None) -> list[Event]:
        """The events of a scan that the repository has and that nobody has declared to be wrong."""
        if scan_id is None:
            return []
        names = event_names(scan_id, self._naming)
        held = [[one for one in self._named(name) if "errorDeclaration" not in one][:1] for name in names]
        return [event for events in held for event in events]

    # -- what became of it

    def _follow(self, batch: dict[str, Any], submitted: Submitted) -> Raw:
        """Wait for the end of a capture job. What a failed one left is read back; else who is to blame is said."""
        job = self._await(submitted.path)
        if job is None:
            waits = submitted.waits + 1
            self._submitted = replace(submitted, waits=waits) if waits < MOST_WAITS else None
            return problem(503, "submitted; the capture job has not ended yet")
        self._submitted = None
        held = submitted.scan_ids if job.stored else self._ask(submitted.scan_ids)
        if held:
            return self._settled(batch, held)
        self._known_absent(submitted.scan_ids)
        words = f"the capture job failed: {job.reason}"
        if job.fault == "not told":
            return problem(422, words, "text/plain")
        return problem(422 if job.fault == "events" else 503, words)

    def _await(self, path: str) -> Job | None:
        """The end of a capture job; None: it was not seen in time."""
        until, pause = time.monotonic() + self._total_s, FIRST_POLL_S
        while True:
            job = job_of(self._get(path, self._total_s))
            if job is not None or time.monotonic() + pause > until:
                return job
            time.sleep(pause)
            pause = min(pause * 1.5, LONGEST_POLL_S)

    def _watch(self, batch: dict[str, Any], ids: Sequence[str], status: int) -> Raw:
        """Ask for the events until they are seen: the answer was that they are there, or on their way without a job."""
        until, pause = time.monotonic() + self._total_s, FIRST_POLL_S
        while True:
            held = self._ask(ids)
            if held:
                return self._settled(batch, held)
            if time.monotonic() + pause > until:
                break
            time.sleep(pause)
            pause = min(pause * 1.5, LONGEST_POLL_S)
        if status == 409:
            return problem(422, "the repository answers 409, and does not show the event that it says it has")
        return problem(503, "submitted, and not seen in the repository yet")

    # -- the wire

    def _post(self, path: str, body: Event, ids: Sequence[str]) -> Raw:
        """Send; until an answer says otherwise, the repository may have it."""
        for scan_id in ids:
            self._sent.pop(scan_id, None)
            self._sent[scan_id] = time.monotonic()
        while len(self._sent) > MOST_REMEMBERED:
            del self._sent[next(iter(self._sent))]
        answer = self._line.request("POST", self._root + path, self._total_s, content=as_bytes(body), headers=_SENDING)
        self._learn(answer[1])
        if answer[0] in _REFUSED:
            self._known_absent(ids)
        return answer

    def _get(self, path: str, total_s: float) -> Raw:
        return self._line.request("GET", path, total_s, headers=_HEADERS)

    def _learn(self, headers: dict[str, str]) -> None:
        most, most_bytes = limits(headers)
        self._limits = (most or self._limits[0], most_bytes or self._limits[1])

    def _settled(self, batch: dict[str, Any], ids: Sequence[str]) -> Raw:
        """The native answer that names these scans as stored, and what a repository is not told of."""
        stored = {scan["scan_id"] for scan in batch["scans"]}.intersection(ids)
        stored |= {scan["scan_id"] for scan in batch["scans"] if not self._is_told(scan)}
        if not self._submitted and not ids:  # what was taken back is declared already, or was never there
            stored |= self._taken_back.keys()
        self._absent -= stored
        results = [{"scan_id": scan_id, "status": "stored"} for scan_id in sorted(stored)]
        answer = {"batch_id": batch["batch_id"], "results": results}
        return 200, {"content-type": "application/json"}, json.dumps(answer).encode()
