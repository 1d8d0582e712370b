"""The extra `ocr`, for tests that read print."""

from __future__ import annotations

import pytest

from hardware.reading import line_reader

needs_text_reader = pytest.mark.skipif(line_reader() is None, reason="the extra ocr is not installed: make extras")
