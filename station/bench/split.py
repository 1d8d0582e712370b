"""A network that can be split: first no answer comes back, then nothing passes, and no connection outlives it."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import Self

ONE_WAY_S = 1.0
"""So long requests still arrive of which the answers are lost: they are sent again afterwards."""
_AT_ONCE = 1 << 16


class Split:
    """A relay to one port of this machine, in a thread of its own. Life is a `with` block."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._loop = asyncio.new_event_loop()
        self._there, self._back = asyncio.Event(), asyncio.Event()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0

    def cut(self) -> None:
        """Nothing passes any more, and nobody is told."""
        self._loop.call_soon_threadsafe(self._back.clear)
        self._loop.call_soon_threadsafe(self._loop.call_later, ONE_WAY_S, self._there.clear)

    def heal(self) -> None:
        """What was under way is lost; who connects anew gets through."""
        self._loop.call_soon_threadsafe(self._heal)

    def _heal(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._there.set()
        self._back.set()

    def __enter__(self) -> Self:
        """Listen on a free port of the loopback."""
        self._thread.start()
        self.port = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        return self

    def __exit__(self, *exc: object) -> None:
        """Drop every connection."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _listen(self) -> int:
        self._heal()
        self._server = await asyncio.start_server(self._relay, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def _end(self) -> None:
        self._server.close()
        self._heal()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _relay(self, here: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        with suppress(OSError, asyncio.CancelledError):
            await self._there.wait()
            there, on = await asyncio.open_connection("127.0.0.1", self._target)
            ways = [
                asyncio.ensure_future(_passed(here, on, self._there)),
                asyncio.ensure_future(_passed(there, back, self._back)),
            ]
            try:
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for way in ways:
                    way.cancel()
                on.close()
        back.close()


async def _passed(source: asyncio.StreamReader, target: asyncio.StreamWriter, is_open: asyncio.Event) -> None:
    with suppress(OSError):
        while data := await source.read(_AT_ONCE):
            await is_open.wait()
            target.write(data)
            await target.drain()
