"""What a list of the centre is taken for, before anything of it is read."""

from __future__ import annotations

import hashlib

import pytest

from station.sync.lists.answers import MOST_LINES, Refused, Sent, judge_text


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("lines", [MOST_LINES, MOST_LINES + 1])
def test_lines_are_counted_as_they_are_cut(end: str, lines: int) -> None:
    body = (end * lines).encode()
    headers = {"content-type": "text/csv", "etag": f'"{hashlib.sha256(body).hexdigest()}"'}

    answer = judge_text(200, headers, body, None)

    assert isinstance(answer, Sent if lines == MOST_LINES else Refused), answer
