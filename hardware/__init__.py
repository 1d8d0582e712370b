"""What a device is. Knows nothing of the station or its configuration; takes plain arguments; usable from a REPL."""

from __future__ import annotations
