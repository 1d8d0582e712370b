"""What a Zebra scanner replies to an answer is no part of a code, however the bytes are cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hardware.scanners.answers import SsiReplies, ssi_packet

ACK, NAK = b"\x04\xd0\x00\x00\xff\x2c", b"\x05\xd1\x00\x00\x01\xff\x29"
CODES = st.binary(max_size=12).map(lambda code: code.replace(b"\x04", b"").replace(b"\x05", b""))


@given(st.lists(CODES | st.sampled_from([ACK, NAK]), max_size=8), st.integers(1, 9))
def test_replies_are_taken_out_and_nothing_else(parts: list[bytes], size: int) -> None:
    whole, replies = b"".join(parts), SsiReplies()
    got = b"".join(replies.feed(whole[start : start + size]) for start in range(0, len(whole), size)) + replies.idle()
    assert got == b"".join(part for part in parts if part not in (ACK, NAK))


@given(st.binary(max_size=40))
def test_what_is_no_reply_comes_through_whole(data: bytes) -> None:
    """The control: a packet of the host, or one whose sum does not hold, is no reply."""
    replies, plain = SsiReplies(), data.replace(b"\xd0", b"").replace(b"\xd1", b"")
    wrong = b"\x04\xd0\x00\x00\xff\x2d"
    whole = plain + wrong + ssi_packet(0xE9)
    assert replies.feed(whole) + replies.idle() == whole
