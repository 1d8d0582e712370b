"""A command beside a running station: each way in which it cannot be done is one sentence with its cure."""

from __future__ import annotations

import json
import os
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from station.core.outcomes import Done, Nothing, Problem, Reason
from station.core.requests import ANY_LANE, AcceptRejection, CorrectScan, ResendRejected
from station.language import ENGLISH, language, outcome_text
from station.record.reads import Reads
from station.record.writer import Store
from station.requests import NotTakenError, ask, asking, handover, named
from station.requests.asking import perform
from station.requests.codec import encode
from tests.station.requests.three_ways import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from station.core.outcomes import Outcome
    from station.core.requests import Asked


@contextmanager
def looking(path: Path, look: Callable[[Store], None]) -> Iterator[Store]:
    """A writer that looks into its folder, again and again."""
    with Store.open(path, None) as store:
        stop = threading.Event()

        def run() -> None:
            while not stop.wait(0.02):
                look(store)

        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield store
        finally:
            stop.set()
            thread.join()


def takes_over(store: Store) -> None:
    """As this station does."""

    def do(wish: Asked) -> Outcome:
        return perform(store, wish, ANY_LANE)

    handover.take_over(handover.folder_of(store.path), do)


def of_before(store: Store) -> None:
    """As a station of before does: what it does not know goes to `incoming-refused`, and nothing is told."""
    folder = handover.folder_of(store.path)
    for file in folder.iterdir() if folder.is_dir() else ():
        refused = handover.refused_folder_of(folder)
        refused.mkdir(exist_ok=True)
        file.replace(refused / file.name)


def test_a_new_command_beside_a_station_of_before_says_what_to_do(tmp_path: Path) -> None:
    path = record(tmp_path)
    with (
        looking(path, of_before),
        pytest.raises(NotTakenError, match="version than this command: start the"),
    ):
        ask(path, None, ResendRejected())
    with Reads(path) as reads:
        assert reads.backlog().dead == 3


def test_a_station_that_does_not_look_is_told_with_the_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "HANDOVER_S", 0.2)
    path = record(tmp_path)
    with Store.open(path, None), pytest.raises(NotTakenError, match=r"It stays there: .* Delete it to give up"):
        ask(path, None, ResendRejected())


def test_twice_at_once_from_two_places_is_done_once(tmp_path: Path) -> None:
    path = record(tmp_path)
    outcomes: list[Outcome] = []
    with looking(path, takes_over):
        wish = CorrectScan(1, None, "B9", "Ana", "went there")
        threads = [threading.Thread(target=lambda: outcomes.append(ask(path, None, wish))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Done", "Nothing", "Nothing", "Nothing"]
    assert {outcome.reason for outcome in outcomes if isinstance(outcome, Nothing)} == {Reason.ALREADY_CORRECTED}
    with Reads(path) as reads:
        assert reads.count() == 7


def test_a_record_that_cannot_be_written_is_told_and_nothing_waits(tmp_path: Path) -> None:
    path = record(tmp_path)
    with looking(path, takes_over) as store:
        store._live().execute("PRAGMA query_only = 1")
        outcome = ask(path, None, ResendRejected())
        store._live().execute("PRAGMA query_only = 0")
        assert isinstance(outcome, Problem)
        assert (outcome.reason, "Check owner, rights" in outcome_text(outcome, language(ENGLISH))) == (
            Reason.RECORD_TROUBLE,
            True,
        )
        assert list(handover.folder_of(path).iterdir()) == []
    with Reads(path) as reads:
        assert reads.backlog().dead == 3


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "OpenGate"}, "does not know OpenGate: it is of an older version. Start it again"),
        ({"request": {"seqs": None, "gently": True}}, "does not know gently of ResendRejected"),
    ],
)
def test_what_a_newer_command_asks_is_refused_in_a_sentence_and_kept_aside(
    change: dict[str, object], said: str, tmp_path: Path
) -> None:
    path, wish = record(tmp_path), named(ResendRejected())
    content = json.loads(encode(wish)) | change
    with Store.open(path, None) as store:
        file, _ = handover.leave(path, f"request-{wish.id}.json", json.dumps(content).encode())
        takes_over(store)
    outcome = handover.take_answer(path, wish.id)
    assert isinstance(outcome, Problem)
    assert said in outcome_text(outcome, language(ENGLISH))
    assert not file.exists()
    assert (handover.refused_folder_of(file.parent) / file.name).exists()
    with Reads(path) as reads:
        assert reads.backlog().dead == 3


def test_an_answer_that_nobody_came_for_is_dropped(tmp_path: Path) -> None:
    path = record(tmp_path)
    with Store.open(path, None) as store:
        for age_s in (2 * handover.ANSWER_KEPT_S, 0.0):
            wish = named(ResendRejected())
            handover.leave_request(path, wish)
            takes_over(store)
            answer = handover.answer_of(handover.folder_of(path), wish.id)
            os.utime(answer, (time.time() - age_s,) * 2)
    assert list(answer.parent.iterdir()) == [answer]


def test_an_answer_is_heard_once_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = record(tmp_path)
    with looking(path, takes_over):
        assert isinstance(ask(path, None, AcceptRejection((1,), " Ana ", "lost")), Done)
    folders = [handover.folder_of(path), handover.answer_of(handover.folder_of(path), "x").parent]
    assert [list(folder.iterdir()) for folder in folders] == [[], []]
