from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from hardware.contract import Symbol, notice
from hardware.reading import LabelReader
from tests.hardware.reading.drawn import Picture, drawn, on_table
from tests.libzbar import needs_libzbar

READERS = {
    "both": LabelReader(),
    "zxing": LabelReader(("zxing",)),
    "zbar": LabelReader(("zbar",)),
    "thorough": LabelReader(effort="thorough"),
}

SYMBOLS = [
    ("Code128", "RR123456785CN", {}, "Code128", "]C0", b"RR123456785CN"),
    ("Code39", "RR123456785CN", {}, "Code39", "]A0", b"RR123456785CN"),
    ("Code93", "LP00123456789012", {}, "Code93", "]G0", b"LP00123456789012"),
    ("Codabar", "A123456789012B", {}, "Codabar", "]F0", b"A123456789012B"),
    ("ITF", "12345678901231", {}, "ITF", "]I1", b"12345678901231"),
    pytest.param("ITF", "0829220875", {}, "ITF", "]I0", b"0829220875", marks=needs_libzbar),  # two engines must agree
    ("EAN13", "4006381333931", {}, "EAN-13", "]E0", b"4006381333931"),
    ("UPCA", "036000291452", {}, "EAN-13", "]E0", b"0036000291452"),
    ("EAN8", "96385074", {}, "EAN-8", "]E4", b"96385074"),
    ("UPCE", "01234565", {}, "UPC-E", "]E0", b"0012345000065"),
    ("DataBarExp", "(01)09501101530003(10)AB", {}, "DataBar", "]e0", b"010950110153000310AB"),
    ("QRCode", "LP00123456789012CN", {}, "QRCode", "]Q1", b"LP00123456789012CN"),
    ("MicroQRCode", "LP12345678", {}, "MicroQR", "]Q1", b"LP12345678"),
    ("DataMatrix", "(01)09501101530003(10)AB(21)X", {"gs1": True}, "DataMatrix", "]d2", b"010950110153000310AB\x1d21X"),
    ("PDF417", "1Z12345E0205271688", {}, "PDF417", "]L2", b"1Z12345E0205271688"),
    ("Aztec", "%0000012345678901234567", {}, "Aztec", "]z0", b"%0000012345678901234567"),
    ("MaxiCode", "1Z12345E0205271688", {}, "MaxiCode", "]U0", b"1Z12345E0205271688"),
]


def only(reader: str, picture: Any) -> Symbol:
    """The one symbol of a picture."""
    reading = READERS[reader].read(picture)
    assert len(reading.symbols) == 1, reading
    assert reading.cause is None
    return reading.symbols[0]


@pytest.mark.parametrize("reader", ["both", "thorough"])
@pytest.mark.parametrize(("written_as", "text", "options", "name", "aim", "raw"), SYMBOLS)
def test_every_symbology_of_the_trade_is_read_and_named(
    reader: str, written_as: str, text: str, options: dict[str, Any], name: str, aim: str, raw: bytes
) -> None:
    picture = drawn(text, written_as, **options)
    # zxing-cpp takes the outline of everything dark for the MaxiCode's.
    symbol = only(reader, picture if written_as == "MaxiCode" else on_table(picture, 100, 200))

    assert (symbol.symbology, symbol.aim, symbol.raw, symbol.text) == (name, aim, raw, raw.decode())


@pytest.mark.parametrize("engine", ["zxing", pytest.param("zbar", marks=needs_libzbar)])
@pytest.mark.parametrize(("written_as", "name", "aim"), [("Code128", "GS1-128", "]C1"), ("QRCode", "QRCode", "]Q3")])
def test_each_engine_keeps_the_gs1_flag_and_the_inner_fnc1(engine: str, written_as: str, name: str, aim: str) -> None:
    symbol = only(engine, drawn("(420)78745(94)00111899223344556677", written_as, gs1=True))

    assert (symbol.symbology, symbol.aim, symbol.engine) == (name, aim, engine)
    assert symbol.raw == b"42078745\x1d9400111899223344556677"
    assert symbol.text == "42078745\u001d9400111899223344556677"


@needs_libzbar
@given(text=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", min_size=6, max_size=24))
@settings(max_examples=40, deadline=None)
def test_what_is_printed_is_what_is_read(text: str) -> None:
    assert only("both", drawn(text, "Code128")).text == text
    assert only("thorough", drawn(text, "Code128")).engine.startswith("zxing+zbar")


@pytest.mark.parametrize("engine", ["zxing", "zbar", "both"])
@pytest.mark.parametrize("written_as", ["Code128", "QRCode"])
@pytest.mark.parametrize("quarters", range(4))
def test_the_polygon_starts_at_the_symbols_own_top_left_and_goes_clockwise(
    engine: str, written_as: str, quarters: int
) -> None:
    frame = on_table(drawn("RR123456785CN", written_as), 150, 300)
    dark = np.argwhere(frame < 90)
    (top, left), (bottom, right) = dark.min(axis=0), dark.max(axis=0)
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    width, height = 1280, 720
    for _ in range(quarters):
        corners = [(height - 1 - y, x) for x, y in corners]
        width, height = height, width

    symbol = only(engine, np.rot90(frame, -quarters))

    # zbar sees the bars from the first line that it scans to the last, and not always the guard bars.
    for (x, y), (wanted_x, wanted_y) in zip(symbol.polygon, corners, strict=True):
        assert abs(x - wanted_x) <= 16
        assert abs(y - wanted_y) <= 16


def test_two_labels_in_one_picture_are_both_told() -> None:
    frame = on_table(drawn("RR123456785CN", "Code128"), 60, 100)
    other = drawn("RR123456799CN", "Code128")
    frame[400 : 400 + other.shape[0], 500 : 500 + other.shape[1]] = other

    assert [s.text for s in READERS["both"].read(frame).symbols] == ["RR123456785CN", "RR123456799CN"]


@pytest.mark.parametrize("quarters", range(4))
def test_a_still_maxicode_is_read_however_it_lies(quarters: int) -> None:
    upright = drawn("1Z12345E0205271688", "MaxiCode", module=1)
    symbol = only("thorough", np.rot90(upright, -quarters))

    assert symbol.text == "1Z12345E0205271688"
    start = [(0, 0), (1, 0), (1, 1), (0, 1)][quarters]
    height, width = np.rot90(upright, -quarters).shape
    assert (symbol.polygon[0][0] > width / 2, symbol.polygon[0][1] > height / 2) == (bool(start[0]), bool(start[1]))


@pytest.mark.parametrize("written_as", ["Code128", "Code39", "ITF"])
def test_a_still_light_on_dark_code_is_read(written_as: str) -> None:
    text = "12345678901231"

    assert only("thorough", 255 - drawn(text, written_as)).text == text


@pytest.mark.parametrize("reader", ["both", "thorough"])
@pytest.mark.parametrize("written_as", ["QRCode", "DataMatrix"])
def test_a_light_on_dark_matrix_code_is_read(reader: str, written_as: str) -> None:
    assert only(reader, 255 - drawn("LP00123456789012", written_as)).text == "LP00123456789012"


def test_a_very_large_picture_gives_corners_of_its_own_pixels() -> None:
    symbol = drawn("RR123456785CN", "Code128", module=4)
    frame = on_table(symbol, 7000, 6000, (8200, 8200))

    found = only("both", frame)

    assert found.text == "RR123456785CN"
    for x, y in found.polygon:
        assert 6000 < x < 6000 + symbol.shape[1]
        assert 7000 < y < 7000 + symbol.shape[0]


@pytest.mark.parametrize("channels", ["grey", "grey in three axes", "BGR", "BGRA", "transparent", "every second pixel"])
def test_any_layout_of_the_pixels_is_read(channels: str) -> None:
    grey = drawn("RR123456785CN", "Code128")
    dark_only = np.dstack([np.zeros_like(grey)] * 3 + [255 - grey])
    double = np.zeros((grey.shape[0] * 2, grey.shape[1] * 2, 3), dtype=np.uint8)
    double[::2, ::2] = grey[:, :, None]
    picture = {
        "grey": grey,
        "grey in three axes": grey[:, :, None],
        "BGR": cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR),
        "BGRA": cv2.cvtColor(grey, cv2.COLOR_GRAY2BGRA),
        "transparent": dark_only,
        "every second pixel": double[::2, ::2],
    }[channels]

    assert only("both", picture).text == "RR123456785CN"


shapes = st.one_of(
    arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5),
    st.tuples(st.integers(0, 70), st.integers(0, 70)),
    st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 5)),
)
pictures = arrays.arrays(st.sampled_from([np.uint8, np.uint8, np.uint16, np.float64, np.bool_]), shapes)


@given(picture=pictures, step=st.integers(1, 3), reader=st.sampled_from(["both", "zbar", "thorough"]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_no_array_makes_it_raise_and_nothing_is_read_without_a_word_why(picture: Any, step: int, reader: str) -> None:
    reading = READERS[reader].read(picture[::step] if picture.ndim else picture)

    assert reading.symbols or reading.cause
    assert reading.ms >= 0


@pytest.mark.parametrize("reader", ["both", "zbar", "thorough"])
def test_noise_in_nothing_out(reader: str) -> None:
    generator = np.random.default_rng(7)
    for _ in range(12):
        noise = generator.integers(0, 256, (180, 240), dtype=np.uint8)
        stripes = np.tile(np.repeat(generator.integers(0, 2, 160, dtype=np.uint8) * 255, 3), (50, 1))

        for picture in (noise, cv2.GaussianBlur(noise, (0, 0), 1.5), stripes):
            assert READERS[reader].read(picture).symbols == ()


def test_many_threads_may_share_a_reader() -> None:
    texts = [f"RR{number:09}CN" for number in range(24)]
    pictures_of_texts = [drawn(text, "Code128") for text in texts]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda picture: only("thorough", picture).text, pictures_of_texts))

    assert found == texts


def label_photo() -> Picture:
    """A label with text and a soft, slanted code that nothing reads."""
    frame = np.full((480, 640), 90, dtype=np.uint8)
    frame[60:420, 80:560] = 220
    for line in range(8):
        cv2.putText(frame, "JOHN SMITH 12345 SAO PAULO", (100, 110 + 40 * line), 0, 0.8, 30, 2)
    return frame


def test_the_cause_names_what_the_worker_can_change() -> None:
    label = label_photo()
    glare = (label * 0.6).astype(np.uint8)
    cv2.circle(glare, (320, 240), 110, 255, -1)

    def cause(picture: Any) -> str | None:
        seen = READERS["both"].read(picture).cause
        return seen.code if seen else None

    assert cause(label // 10) == "too_dark"
    assert cause(np.full((480, 640), 120, dtype=np.uint8)) == "nothing_there"
    assert cause(glare) == "glare"
    blurred = READERS["both"].read(cv2.GaussianBlur(label, (0, 0), 6)).cause
    assert blurred is not None
    assert (blurred.code, str(dict(blurred.values)["blur_px"])[0]) == ("out_of_focus", "6")
    assert cause(label) == "no_code_found"
    assert cause(np.zeros((0, 5), dtype=np.uint8)) == "no_picture"


@needs_libzbar
def test_without_libzbar_it_reads_on_and_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyzbar", None)

    reader = LabelReader()

    assert reader.warning == notice("reader_reduced", library="libzbar", package="libzbar0")
    assert reader.read(drawn("RR123456785CN", "Code128")).symbols[0].engine == "zxing"
    assert LabelReader(("zbar",)).read(drawn("RR123456785CN", "Code128")).symbols
    assert READERS["both"].warning is None


@pytest.mark.parametrize("engines", [(), ("tesseract",), ("zxing", "zxing-cpp")])
def test_an_unknown_engine_is_refused_by_name(engines: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="name one or both of zxing, zbar"):
        LabelReader(engines)
