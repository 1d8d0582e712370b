"""An error of a device has a code with values, and one English sentence of it."""

from __future__ import annotations

import errno
import pickle

import pytest

from hardware.contract import DeviceError, RecordingOverError, notice
from hardware.error_texts import DEVICE_ERRORS, PLACE, REASONS, english, os_reason


def wanted(sentence: str) -> set[str]:
    return {place[1] for place in PLACE.finditer(sentence)}


def silent_about(code: str) -> list[str]:
    """Sentences that stand behind one that wants no more than they do: nobody ever reads them."""
    texts = DEVICE_ERRORS.get(code, ("{a}", "{a} {b}"))
    return [text for at, text in enumerate(texts) if any(wanted(before) <= wanted(text) for before in texts[:at])]


def test_every_sentence_is_read_by_somebody() -> None:
    assert [text for code in DEVICE_ERRORS for text in silent_about(code)] == []
    assert silent_about("planted") == ["{a} {b}"]


@pytest.mark.parametrize("code", DEVICE_ERRORS)
def test_with_all_its_values_a_code_has_a_sentence_without_places(code: str) -> None:
    values = {name: (f"<{name}>",) for text in DEVICE_ERRORS[code] for name in wanted(text)}

    text = str(DeviceError(notice(code, **values)))

    assert not PLACE.search(text)
    assert all(f"<{name}>" in text for name in wanted(DEVICE_ERRORS[code][0]))


def test_the_first_sentence_whose_values_are_known_stands() -> None:
    port = {"what": "scale", "port": "/dev/ttyUSB0"}
    used = notice("port_in_use", **port, who=("pid 7 (cat)", "pid 9 (cu)"))

    assert str(DeviceError(used)) == (
        "scale port /dev/ttyUSB0: in use by pid 7 (cat), pid 9 (cu); end it, or configure another port"
    )
    assert "may not see" in str(DeviceError(notice("port_in_use", **port, who=())))


def test_a_text_is_its_own_words_and_a_code_that_nobody_knows_too() -> None:
    assert (str(DeviceError("no picture")), DeviceError("no picture").about) == ("no picture", None)
    assert str(DeviceError(notice("of_a_newer_version", belt=4))) == "of_a_newer_version"


def test_an_error_goes_to_another_process_whole() -> None:
    sent = RecordingOverError(notice("recording_over", what="scale", port="replay:x"))
    came = pickle.loads(pickle.dumps(sent))

    assert (type(came), str(came), came.about) == (RecordingOverError, str(sent), sent.about)


def test_a_usual_reason_of_the_system_goes_by_its_name_any_other_by_its_words() -> None:
    assert os_reason(OSError(errno.ENOSPC, "whatever it is called here")) == "ENOSPC"
    assert os_reason(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link"
    assert os_reason(ValueError("no number")) == "no number"
    assert english({"x": ("{reason:os}",)}, "x", [("reason", "ENOSPC")]) == REASONS["ENOSPC"]
    assert all(hasattr(errno, name) for name in REASONS)
