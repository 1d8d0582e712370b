"""A command is done for the key of its hub alone, however its text is written; every other text is left to the lane."""

from __future__ import annotations

import hmac
from base64 import b32encode

from hypothesis import example, given
from hypothesis import strategies as st

from station.core import SHEET, command_text, control_code, is_control
from station.core.choose import keyed_choice

KEYS = st.binary(min_size=32, max_size=32)
WORDS = st.sampled_from(SHEET)


@given(WORDS, KEYS, st.sampled_from([str.lower, str.upper, str.swapcase]), st.sampled_from(["", " ", "\r\n"]))
def test_a_command_of_this_hub_is_genuine_in_either_case(word: str, key: bytes, case: object, end: str) -> None:
    code = control_code(f"]C0{case(command_text(word, key))}{end}", key)  # type: ignore[operator]  # one of three methods

    assert code is not None
    assert (code.word, code.genuine) == (word, True)


def forged(text: str, key: bytes, judge: object = control_code) -> bool:
    code = judge(text, key)  # type: ignore[operator]
    return code is not None and code.genuine


@given(WORDS, KEYS, KEYS)
def test_a_command_of_another_key_does_nothing(word: str, ours: bytes, theirs: bytes) -> None:
    text = command_text(word, theirs)

    assert is_control(text)
    assert forged(text, ours) is (ours == theirs)


@given(WORDS, st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", min_size=10, max_size=10), KEYS)
def test_a_guessed_signature_does_nothing(word: str, mac: str, key: bytes) -> None:
    right = b32encode(hmac.digest(key, f"PS-C-{word}".encode(), "sha256")).decode()[:10]

    assert forged(f"PS-C-{word}-{mac}", key) is (mac == right)


def test_the_law_of_forgeries_finds_a_check_that_looks_at_the_form_alone() -> None:
    def careless(text: str, key: bytes) -> object:
        return control_code(text, key) and type("Code", (), {"genuine": True})()

    assert forged(command_text("UNDO", bytes(32)), b"\1" * 32, careless)


@given(st.text() | st.from_regex(r"PS-[CB]-[A-Z0-9-]{0,40}", fullmatch=True))
@example("RB123456785CN")
@example("PS-C-UNDO")
@example("PS-C-UNDO-ABCDEFGHI1")
def test_any_other_text_is_no_command(text: str) -> None:
    assert (control_code(text, None) is None) is not is_control(text)


@given(WORDS, KEYS)
def test_a_command_is_never_a_parcel(word: str, key: bytes) -> None:
    assert keyed_choice(command_text(word, key)).parcel is None


def test_without_a_key_nothing_is_genuine() -> None:
    code = control_code(command_text("UNDO", bytes(32)), None)
    assert code is not None
    assert not code.genuine
