"""What is written before the loop goes on goes out in one piece, in order, and before the end."""

from __future__ import annotations

import asyncio
from typing import Any

from station.tracking_server.one_write import OneWrite


class Wire:
    def __init__(self) -> None:
        self.went: list[bytes | str] = []

    def write(self, data: bytes) -> None:
        self.went.append(data)

    def close(self) -> None:
        self.went.append("closed")

    def is_closing(self) -> bool:
        return "closed" in self.went


def test_head_and_body_go_together_and_an_end_comes_after_them() -> None:
    wire: Any = Wire()

    async def answer() -> None:
        together = OneWrite(wire)
        together.write(b"head ")
        together.write(b"body")
        await asyncio.sleep(0)
        assert wire.went == [b"head body"]
        together.write(b"last")
        together.close()
        assert together.is_closing()
        await asyncio.sleep(0)

    asyncio.run(answer())
    assert wire.went == [b"head body", b"last", "closed"]
