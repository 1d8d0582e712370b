"""Whether the second barcode engine is on this machine."""

from __future__ import annotations

from ctypes.util import find_library

import pytest

needs_libzbar = pytest.mark.skipif(find_library("zbar") is None, reason="libzbar0 is not installed here")
