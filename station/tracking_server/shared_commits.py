"""What several requests bring at once goes into the database together."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar

from starlette.concurrency import run_in_threadpool

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Sent = TypeVar("Sent")
Told = TypeVar("Told")


class SharedCommits(Generic[Sent, Told]):
    """Used on the event loop only; the database is spoken to in threads. Nobody waits for others to come."""

    def __init__(self, store: Callable[[Sequence[Sent]], Sequence[Told]]) -> None:
        """`store`: has all of it stored in one transaction, and tells what became of each."""
        self._store = store
        self._waiting: list[tuple[Sent, asyncio.Future[Told]]] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def take(self, sent: Sent) -> Told:
        """Store it, together with what is handed in before the loop goes on; what the database raises."""
        loop = asyncio.get_running_loop()
        if not self._waiting:
            loop.call_soon(self._begin, loop)
        answer: asyncio.Future[Told] = loop.create_future()
        self._waiting.append((sent, answer))
        return await answer

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        waiting, self._waiting = self._waiting, []
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
