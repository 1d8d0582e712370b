"""The terminal under the screens: what it sends is judged before it is a key, what is written holds no screen up.

Textual's own driver dies of a byte that is not UTF-8, spins when the terminal is gone, and stops the whole screen when
the terminal takes no output. `driver.TerminalDriver` replaces these parts of it and nothing else.
"""

from __future__ import annotations

from station.ui.terminal.app import TerminalApp

__all__ = ["TerminalApp"]
