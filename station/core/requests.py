"""What people ask of a station: a closed union of frozen values, and the only judgement of it.

Screen, command and handover ask by these values; `station.record.apply_request` does what they ask.
`docs/developer/add-a-request.md` tells how to add one.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from station.core.bag import ANY_HUB, BagRules
from station.core.bag_requests import LONGEST as LONGEST_OF_BAGS
from station.core.bag_requests import BagRequest, judged_bags, nowhere
from station.core.bin_names import no_such_bin
from station.core.check_requests import LONGEST as LONGEST_OF_CHECKS
from station.core.check_requests import CheckRequest, no_such_check
from station.core.choose import EVERY_LANE, ChoiceRules, parcel_named, unannounced
from station.core.lock_requests import LockRequest
from station.core.outcomes import Problem, Reason
from station.core.relabel_requests import LONGEST as LONGEST_OF_RELABELS
from station.core.relabel_requests import RelabelRequest, judged_relabel
from station.core.shift import NOBODY, OPERATIONS, ROLES, Shift
from station.core.sort_plan import parse_holds, parse_plan
from station.core.tables import lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from station.core.choose import Manifest
    from station.core.hold_list import Hold
    from station.core.models import Identity
    from station.core.sort_plan import SortPlan
    from station.core.tables import PlanProblem

LONGEST = {"who": 64, "why": 500, "parcel_id": 100, "bin": 64, "operator": 64, "operation": 64} | LONGEST_OF_BAGS
LONGEST |= LONGEST_OF_CHECKS | LONGEST_OF_RELABELS
"""Characters of a text that a person gives, by the name of its field; each of them is stripped and may not be empty."""
MOST_SEQS = 10_000
"""Scans that one request names."""
HIGHEST_SEQ = 2**63 - 1
SHOWN_ROWS = 50
"""Bad rows of a file that are named."""


@dataclass(frozen=True, slots=True)
class ResendRejected:
    """Put rejected scans back into the outbox."""

    seqs: tuple[int, ...] | None = None
    """None: each that is rejected and open."""
    who: str | None = None


@dataclass(frozen=True, slots=True)
class AcceptRejection:
    """Leave rejected scans as they are: the centre does not get them."""

    seqs: tuple[int, ...]
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class CorrectScan:
    """Send another scan in the place of a rejected one. Time and weight are facts: they stay."""

    seq: int
    parcel_id: str | None
    """None: as recorded."""
    bin: str | None
    """None: as recorded."""
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class AcknowledgeAlarms:
    """End alarms of the record that somebody was shown."""

    alarms: tuple[str, ...]
    """Their texts."""
    who: str | None = None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Bring the sort plan of a file into force."""

    name: str
    """Of the file."""
    text: str


@dataclass(frozen=True, slots=True)
class ImportHolds:
    """Bring the hold list of a file into force."""

    name: str
    text: str
    empty: bool = False
    """A list without a parcel is meant."""


@dataclass(frozen=True, slots=True)
class VoidScan:
    """Take a scan back, or an override: it counts no more. It stays in the log."""

    seq: int
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class OverrideStop:
    """Let a stopped parcel go, into this bin."""

    seq: int
    bin: str
    who: str
    why: str
    role: str = ""
    """As what, where a badge or a PIN said it: one of `ROLES`."""


@dataclass(frozen=True, slots=True)
class OpenShift:
    """Somebody begins to work at the lane."""

    operator: str
    role: str = ""
    """One of `ROLES`, as the badge says; empty: nobody said."""
    hand_over: bool = False
    """The shift of somebody else ends at this moment, the operation stays; else theirs goes on."""


@dataclass(frozen=True, slots=True)
class CloseShift:
    """The open shift ends; from then on the configuration's operator and operation count."""

    who: str | None = None
    """None: who opened it."""


@dataclass(frozen=True, slots=True)
class SetOperation:
    """From now on a scan means this, until the shift is closed."""

    operation: str
    """One of `OPERATIONS`."""
    who: str | None = None


OwnRequest = (ResendRejected | AcceptRejection | CorrectScan | AcknowledgeAlarms | ImportPlan | ImportHolds) | (
    VoidScan | OverrideStop | OpenShift | CloseShift | SetOperation
)
Request = OwnRequest | LockRequest | BagRequest | CheckRequest | RelabelRequest


FORMER_FILES = {
    "retry.json": ResendRejected,
    "accept.json": AcceptRejection,
    "fix.json": CorrectScan,
    "seen.json": AcknowledgeAlarms,
    "plan": ImportPlan,
    "holds": ImportHolds,
}
"""What commands of before hand over, by the name of the file, or by what stands before its first dot."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request and its name: one that is handed in twice is done once."""

    id: str
    """36 characters of a UUID."""
    request: Request


@dataclass(frozen=True, slots=True)
class AskedLane:
    """What of a lane a request depends on; as it stands here, of any lane."""

    choice: ChoiceRules = EVERY_LANE
    shift: Shift = NOBODY
    """Who works and what a scan means, where nobody has said otherwise."""
    bags: BagRules = ANY_HUB
    open_elsewhere: Callable[[str], str | None] = nowhere
    """Which other lane of the hub has a bag open."""


ANY_LANE = AskedLane()


@dataclass(frozen=True, slots=True)
class Checked:
    """A request that may be applied: its texts stripped, and what the judgement made of them."""

    request: Request
    identity: Identity | None = None
    """Of the parcel id that a correction gives."""
    plan: SortPlan | None = None
    holds: tuple[Hold, ...] = ()
    bags: BagRules = ANY_HUB
    """By which it is done."""


def check(
    request: Request,
    rules: ChoiceRules = EVERY_LANE,
    manifest: Manifest = unannounced,
    bins: Callable[[], tuple[str, ...]] = tuple,
    bags: BagRules = ANY_HUB,
    open_elsewhere: Callable[[str], str | None] = nowhere,
) -> Checked | Problem:
    """Judge a request by the rules of the lane that is asked. `bins`: of the plan in force; empty: there is none.
    `open_elsewhere`: another lane that has a bag open.
    """
    request = _stripped(request)
    problem = _text_problem(request) or _seq_problem(request) or _bin_problem(request, bins) or _name_problem(request)
    if problem is not None:
        return problem
    match request:
        case CorrectScan(parcel_id=None, bin=None):
            return Problem(Reason.NOTHING_TO_CORRECT)
        case CorrectScan(parcel_id=str(parcel_id)):
            named = parcel_named(parcel_id, rules, manifest)
            return named if isinstance(named, Problem) else Checked(request, identity=named)
        case request if isinstance(request, RelabelRequest):
            relabel = judged_relabel(request, lambda text: parcel_named(text, rules, manifest))
            return relabel if isinstance(relabel, Problem) else Checked(relabel)
        case SetOperation(operation) if operation not in OPERATIONS:
            return Problem(Reason.NO_OPERATION, {"operation": operation, "known": ", ".join(OPERATIONS)})
        case ImportPlan(name, text):
            plan, problems = parse_plan(lines_of(text), name)
            return _bad_rows(problems) if plan is None else Checked(request, plan=plan)
        case ImportHolds(name, text, empty):
            holds, problems = parse_holds(lines_of(text), name, empty=empty)
            return _bad_rows(problems) if problems else Checked(request, holds=tuple(holds))
        case request if isinstance(request, BagRequest):
            judged = judged_bags(request, bags, open_elsewhere)
            return judged if isinstance(judged, Problem) else Checked(judged, bags=bags)
        case _:
            return Checked(request, bags=bags)


def _name_problem(request: Request) -> Problem | None:
    role = getattr(request, "role", "")
    if role not in {"", *ROLES}:
        return Problem(Reason.NO_ROLE, {"role": str(role), "known": ", ".join(ROLES)})
    return no_such_check(request)


def _bin_problem(request: Request, bins: Callable[[], tuple[str, ...]]) -> Problem | None:
    """Of a bin from now on; that of a correction is a fact."""
    wanted = None if isinstance(request, CorrectScan) else getattr(request, "bin", None)
    known = bins() if wanted is not None else ()
    return no_such_bin(str(wanted), known) if known and wanted not in known else None


def _stripped(request: Request) -> Request:
    texts: dict[str, Any] = {name: value.strip() for name, value in _texts(request)}
    return replace(request, **texts)


def _texts(request: Request) -> list[tuple[str, str]]:
    given = [(each.name, getattr(request, each.name)) for each in fields(request) if each.name in LONGEST]
    return [(name, value) for name, value in given if isinstance(value, str)]


def _text_problem(request: Request) -> Problem | None:
    for name, value in _texts(request):
        if not value:
            return Problem(Reason.EMPTY, {"field": name})
        if len(value) > LONGEST[name]:
            return Problem(Reason.TOO_LONG, {"field": name, "most": LONGEST[name]})
        if not value.isprintable() and name not in {
            "parcel_id",
            "old",
            "new",
        }:  # a scanner may send control characters in a number
            return Problem(Reason.UNPRINTABLE, {"field": name})
    return None


def _seq_problem(request: Request) -> Problem | None:
    seqs = getattr(request, "seqs", None)
    named = [getattr(request, "seq", 1), *(seqs or ())]
    if seqs == ():
        return Problem(Reason.EMPTY, {"field": "seqs"})
    if len(named) > MOST_SEQS + 1:
        return Problem(Reason.TOO_MANY, {"most": MOST_SEQS})
    wrong = next((seq for seq in named if not 0 < seq <= HIGHEST_SEQ), None)
    return None if wrong is None else Problem(Reason.NO_SCAN_NUMBER, {"number": str(wrong)})


def _bad_rows(problems: Sequence[PlanProblem]) -> Problem:
    rows = tuple(str(problem) for problem in problems[:SHOWN_ROWS])
    return Problem(Reason.BAD_ROWS, {"rows": rows, "count": len(problems)})
