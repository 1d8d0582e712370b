"""Commands: results on standard output, everything else on standard error."""

from __future__ import annotations
