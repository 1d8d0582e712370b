"""Lines to a real pipe whose reader is slow, stalls or goes: who puts them never waits, and each gap is told."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from fcntl import F_SETPIPE_SZ, fcntl
from pathlib import Path

import pytest

from station.cli.bounded_output import LineWriter
from station.cli.run import dropped_line
from tests.waiting import until

ROOM = 4096
"""Bytes that the pipe takes in: Linux has none smaller."""
LINE = json.dumps({"event": "committed", "text": "x" * 100})


class Pipe:
    """`read` and `write` are its ends."""

    def __init__(self) -> None:
        self.read, self.write = os.pipe()
        fcntl(self.write, F_SETPIPE_SZ, ROOM)

    def take(self) -> list[str]:
        """Everything, once no one else can write."""
        if not self._writers():  # one that still writes has left this number: it leads nowhere already
            os.close(self.write)
        with open(self.read, encoding="utf-8", closefd=False) as lines:
            return lines.read().splitlines()

    def close(self) -> None:
        """The reader first; the number is given back only when no thread writes to it any more."""
        with suppress(OSError):
            os.close(self.read)
        for thread in self._writers():
            thread.join(20)
        with suppress(OSError):
            os.close(self.write)

    def _writers(self) -> list[threading.Thread]:
        return [thread for thread in threading.enumerate() if thread.name == f"lines to {self.write}"]


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    with closing(Pipe()) as made:
        yield made


@pytest.mark.parametrize("most", [1, 2, 7, 50])
def test_lines_that_do_not_fit_are_counted_in_their_place(pipe: Pipe, most: int) -> None:
    taken: list[str] = []
    with LineWriter(pipe.write, most, dropped_line) as writer:
        for number in range(500):
            writer.put(json.dumps({"number": number, "text": "x" * 100}))

        def read() -> None:
            with open(pipe.read, closefd=False) as lines:
                taken.extend(lines)

        reader = threading.Thread(target=read)
        reader.start()
        writer.drain(lambda: False)
        for number in range(500, 510):
            writer.put(json.dumps({"number": number}))
            writer.drain(lambda: False)
    os.close(pipe.write)
    reader.join()

    expected = 0
    for line in map(json.loads, taken):
        if "number" in line:
            assert line["number"] == expected
        expected += line["count"] if line.get("event") == "dropped" else 1
    assert expected == 510
    assert sum(line.get("count", 0) for line in map(json.loads, taken)) == writer.dropped


def test_a_reader_that_stalls_to_the_end_costs_a_moment_and_the_count_is_whole(pipe: Pipe) -> None:
    long = LINE * ROOM
    with LineWriter(pipe.write, 10, dropped_line) as writer:
        for _ in range(300):
            writer.put(long)
    assert Path(f"/proc/self/fd/{pipe.write}").readlink() == Path(os.devnull)
    os.write(pipe.write, b"goes nowhere and does not hang\n" * ROOM)

    assert writer.dropped == 300
    assert pipe.take() == [long]
    assert not writer.gone.is_set()


def test_a_reader_that_goes_ends_the_writing_alone(pipe: Pipe) -> None:
    with LineWriter(pipe.write, 10, dropped_line) as writer:
        os.close(pipe.read)
        writer.put(LINE)
        assert writer.gone.wait(20)
        for _ in range(100):
            writer.put(LINE)
    os.write(pipe.write, b"no error\n")


def test_a_drain_waits_for_a_slow_reader_and_can_be_given_up(pipe: Pipe) -> None:
    taken: list[str] = []

    def slowly() -> None:
        with open(pipe.read, closefd=False) as lines:
            for line in lines:
                taken.append(line)
                time.sleep(0.001)

    with LineWriter(pipe.write, 1000, dropped_line) as writer:
        for _ in range(400):
            writer.put(LINE)
        writer.drain(lambda: True)
        reader = threading.Thread(target=slowly)
        reader.start()
        writer.drain(lambda: False)
    os.close(pipe.write)
    reader.join()

    assert (len(taken), writer.dropped) == (400, 0)


def test_two_readers_know_nothing_of_each_other(pipe: Pipe) -> None:
    with closing(Pipe()) as other, LineWriter(pipe.write, 10, dropped_line) as stalled:
        with LineWriter(other.write, 1000, dropped_line) as flowing:
            for _ in range(20):
                stalled.put(LINE * 100)
                flowing.put("short")
            until(lambda: stalled.dropped > 0, "the stall")
        assert (len(other.take()), flowing.dropped) == (20, 0)
