"""What several requests bring at once goes into the database together."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar

from starlette.concurrency import run_in_threadpool

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TOGETHER_S = 0.015
"""So long the first one of those waits that can: requests of one moment are read in several rounds of the loop."""
Sent = TypeVar("Sent")
Told = TypeVar("Told")


class SharedCommits(Generic[Sent, Told]):
    """Used on the event loop only; the database is spoken to in threads."""

    def __init__(self, store: Callable[[Sequence[Sent]], Sequence[Told]]) -> None:
        """`store`: has all of it stored in one transaction, and tells what became of each."""
        self._store = store
        self._waiting: list[tuple[Sent, asyncio.Future[Told]]] = []
        self._begins: asyncio.Handle | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def take(self, sent: Sent, *, patient: bool = False) -> Told:
        """Store it, together with what is handed in before the loop goes on, or for `TOGETHER_S` where it is patient;
        what the database raises.
        """
        loop = asyncio.get_running_loop()
        if self._begins is None:
            self._begins = (
                loop.call_later(TOGETHER_S, self._begin, loop) if patient else loop.call_soon(self._begin, loop)
            )
        elif not patient and isinstance(self._begins, asyncio.TimerHandle):
            self._begins.cancel()
            self._begins = loop.call_soon(self._begin, loop)
        answer: asyncio.Future[Told] = loop.create_future()
        self._waiting.append((sent, answer))
        return await answer

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        waiting, self._waiting, self._begins = self._waiting, [], None
        task = loop.create_task(self._together(waiting))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _together(self, waiting: Sequence[tuple[Sent, asyncio.Future[Told]]]) -> None:
        """What fails together is tried one by one: what the database dislikes of one is no other's fault."""
        told: Sequence[Told | Exception]
        try:
            told = await run_in_threadpool(self._store, [sent for sent, _ in waiting])
        except Exception as error:  # noqa: BLE001  # each request is told its own
            told = [await self._alone(sent) for sent, _ in waiting] if len(waiting) > 1 else [error]
        for (_, answer), each in zip(waiting, told, strict=True):
            if answer.done():
                continue  # the asker has hung up
            if isinstance(each, Exception):
                answer.set_exception(each)
            else:
                answer.set_result(each)

    async def _alone(self, sent: Sent) -> Told | Exception:
        try:
            return (await run_in_threadpool(self._store, [sent]))[0]
        except Exception as error:  # noqa: BLE001  # handed on to its request
            return error
