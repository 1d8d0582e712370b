"""What can go wrong on the way to the centre, in words."""

from __future__ import annotations


class SyncSettingsError(Exception):
    """The address, the token file or the certificate file cannot be used as they are. Says what to change."""


class NoAnswerError(Exception):
    """No whole HTTP answer came. The text says why."""

    def __init__(self, words: str, *, reached: bool) -> None:
        """`reached`: a connection was made, and failed later."""
        super().__init__(words)
        self.reached = reached
