"""The upload's steps one request at a time, so that a test decides what happens between two."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from station.sync.upload.facts import Action, Fact, Post, Rest, TakeBatch


class Rounds:
    """`advance` takes a step, `do` acts; what is left of a round waits in `todo` for the next one."""

    def __init__(self, advance: Callable[[Fact], Iterable[Action]], do: Callable[[Action], Fact | None]) -> None:
        self.advance = advance
        self.do = do
        self.todo: deque[Action] = deque()
        self.rest: Rest | None = None
        """What it waits for, when it does."""

    def one(self, fact: Fact) -> bool:
        """What is left, or else what follows from the fact: up to a rest, or to the look for the request after the next
        one. True if a batch was sent.
        """
        self.todo, self.rest = self.todo or deque(self.advance(fact)), None
        sent = False
        while self.todo:
            if isinstance(rest := self.todo[0], Rest):
                self.rest = rest
                self.todo.clear()
                break
            if sent and isinstance(self.todo[0], Post | TakeBatch):
                break
            action = self.todo.popleft()
            sent = sent or isinstance(action, Post)
            if (answer := self.do(action)) is not None:
                self.todo.extendleft(reversed(tuple(self.advance(answer))))
        return sent
