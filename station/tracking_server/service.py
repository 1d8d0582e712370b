"""How the centre serves, beside what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Service:
    """What whoever runs the centre may say about it."""

    limit_per_s: float = 0.0
    """Requests a second of each token; 0: no limit."""
    access: Callable[[dict[str, Any]], None] | None = None
    """Is told each answered request; it may not wait."""
    webhook: Callable[[dict[str, Any]], bool] | None = None
    """Is posted the alarms of the hub, in a thread of its own; False: it was not taken."""
