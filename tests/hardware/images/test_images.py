from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.contract import DeviceError
from hardware.images.pictures import is_video, load_pages, load_picture, pictures_of, video_frames
from hardware.images.pixels import as_grey
from hardware.images.wholeness import why_not_whole
from hardware.reading import LabelReader
from tests.hardware.reading.drawn import Picture, drawn

LABEL = drawn("RR123456785CN", "Code128")
FORMATS = [".png", ".jpg", ".bmp", ".gif", ".webp", ".tiff", ".pgm"]


def encoded(picture: Picture, suffix: str) -> bytes:
    there, data = cv2.imencode(suffix, cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR) if suffix == ".gif" else picture)
    assert there
    return bytes(data)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_picture_of_any_usual_format_is_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"label{suffix}"
    path.write_bytes(encoded(LABEL, suffix))

    pixels = load_picture(path)

    assert pixels.shape[:2] == LABEL.shape
    assert LabelReader().read(pixels).symbols[0].text == "RR123456785CN"


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".bmp", ".gif", ".webp"])
@given(share=st.floats(0, 1, exclude_max=True))
@settings(max_examples=25, deadline=None)
def test_a_picture_cut_off_anywhere_is_an_error_in_words(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, share: float
) -> None:
    whole = encoded(LABEL, suffix)
    path = tmp_path_factory.mktemp("cut") / f"cut{suffix}"
    path.write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(DeviceError, match=r"cut off|empty|not a picture"):
        load_picture(path)


def test_a_damaged_png_is_not_shown_as_a_whole_one(tmp_path: Path) -> None:
    data = bytearray(encoded(LABEL, ".png"))
    data[len(data) // 2] ^= 0x10
    path = tmp_path / "damaged.png"
    path.write_bytes(data)

    with pytest.raises(DeviceError, match="damaged"):
        load_picture(path)


@given(data=st.binary(min_size=1, max_size=300), start=st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8", b"BM"]))
@settings(max_examples=120, deadline=None)
def test_bytes_that_are_no_picture_are_an_error_in_words(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, start: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "noise.jpg"
    path.write_bytes(start + data)

    with pytest.raises(DeviceError, match=r"\w"):
        load_picture(path)


def test_a_picture_too_large_for_the_memory_is_refused_unopened() -> None:
    data = bytearray(encoded(LABEL, ".png"))
    data[16:24] = (100_000).to_bytes(4, "big") * 2
    data[29:33] = crc_of(bytes(data[12:29]))

    assert "200 million" in str(why_not_whole(bytes(data)))


def crc_of(chunk: bytes) -> bytes:
    import zlib

    return zlib.crc32(chunk).to_bytes(4, "big")


def test_deep_and_transparent_pictures_are_read(tmp_path: Path) -> None:
    deep, clear, floating = tmp_path / "deep.png", tmp_path / "clear.png", tmp_path / "floating.tiff"
    cv2.imwrite(str(deep), LABEL.astype(np.uint16) * 257)
    cv2.imwrite(str(clear), np.dstack([np.zeros_like(LABEL)] * 3 + [255 - LABEL]))
    cv2.imwrite(str(floating), LABEL.astype(np.float32) / 255)

    for path in (deep, clear, floating):
        pixels = load_picture(path)
        assert pixels.dtype == np.uint8
        assert LabelReader().read(pixels).symbols[0].text == "RR123456785CN"


def test_what_is_not_there_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty.png").touch()

    with pytest.raises(DeviceError, match="No such file"):
        load_picture(tmp_path / "missing.png")
    with pytest.raises(DeviceError, match="empty"):
        load_picture(tmp_path / "empty.png")
    with pytest.raises(DeviceError, match="not a file"):
        load_picture(tmp_path)
    with pytest.raises(DeviceError, match="No such file"):
        next(video_frames(tmp_path / "missing.mp4"))
    with pytest.raises(DeviceError, match="cannot be listed"):
        pictures_of(tmp_path / "missing")


def test_a_folder_gives_its_pictures_by_name(tmp_path: Path) -> None:
    for name in ("b.PNG", "a.jpg", "c.txt", "a.png.error"):
        (tmp_path / name).touch()
    (tmp_path / "folder.png").mkdir()

    assert [path.name for path in pictures_of(tmp_path)] == ["a.jpg", "b.PNG"]


def film(path: Path, frames: list[Picture], rate: float = 25.0) -> None:
    """Write an MJPEG film of grey frames of one size."""
    height, width = frames[0].shape
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), rate, (width, height))
    assert writer.isOpened()
    for frame in frames:
        writer.write(cv2.cvtColor(frame, cv2.COLOR_GRAY2BGR))
    writer.release()


def test_a_video_gives_every_frame_and_its_time(tmp_path: Path) -> None:
    path = tmp_path / "film.avi"
    film(path, [np.full((120, 160), 20 * number, dtype=np.uint8) for number in range(8)])

    frames = list(video_frames(path))

    assert is_video(path)
    assert [round(at_s, 2) for _, at_s in frames] == [0.0, 0.04, 0.08, 0.12, 0.16, 0.2, 0.24, 0.28]
    assert [round(float(pixels.mean()) / 20) for pixels, _ in frames] == list(range(8))


def test_bytes_that_are_no_video_are_an_error_in_words(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(bytes(range(256)) * 8)

    with pytest.raises(DeviceError, match="not a video"):
        next(video_frames(path))


def pages_of(suffix: str) -> bytes:
    """A file of two pictures, the label in the second."""
    pages = [np.full_like(LABEL, 255), LABEL]
    if suffix == ".tiff":
        there, data = cv2.imencodemulti(suffix, pages)
    else:
        animation = cv2.Animation()
        animation.frames = [cv2.cvtColor(page, cv2.COLOR_GRAY2BGRA) for page in pages]
        animation.durations = [100, 100]
        there, data = cv2.imencodeanimation(suffix, animation)
    assert there
    return bytes(data)


@pytest.mark.parametrize("suffix", [".tiff", ".gif", ".webp", ".png"])
def test_every_page_of_a_file_is_there(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"pages{suffix}"
    path.write_bytes(pages_of(suffix))

    first, second = load_pages(path)

    assert not LabelReader().read(first).symbols
    assert LabelReader().read(second).symbols[0].text == "RR123456785CN"
    assert np.array_equal(load_picture(path), first)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_of_one_picture_has_one_page(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"label{suffix}"
    path.write_bytes(encoded(LABEL, suffix))

    (page,) = load_pages(path)

    assert page.shape[:2] == LABEL.shape


@pytest.mark.parametrize("bits", [10, 12, 16])
def test_the_low_bits_of_a_deep_picture_are_not_lost(tmp_path: Path, bits: int) -> None:
    path = tmp_path / "deep.png"
    cv2.imwrite(str(path), LABEL.astype(np.uint16) << (bits - 8))

    assert np.array_equal(load_picture(path), LABEL)


def test_a_dark_deep_picture_is_not_made_light(tmp_path: Path) -> None:
    path = tmp_path / "night.png"
    cv2.imwrite(str(path), LABEL.astype(np.uint16) // 8)

    assert load_picture(path).max() < 30


def test_white_on_nothing_is_read_as_black_on_white() -> None:
    white = np.dstack([np.full_like(LABEL, 255)] * 3 + [255 - LABEL])
    black = np.dstack([np.zeros_like(LABEL)] * 3 + [255 - LABEL])

    seen, wanted = as_grey(white), as_grey(black)
    assert seen is not None
    assert wanted is not None
    assert np.array_equal(seen, wanted)


@pytest.mark.parametrize(("data", "name"), [(b"\0\0\0\x18ftypheic" + b"\0" * 40, "HEIC"), (b"%PDF-1.7\n", "PDF")])
def test_a_document_or_a_telephones_picture_is_refused_by_its_name(tmp_path: Path, data: bytes, name: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)

    for load in (load_picture, load_pages):
        with pytest.raises(DeviceError, match=name):
            load(path)
