"""What has to be written into the configuration for a scale that was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core import printable
from station.core.set_up import Choice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

MOST_RIVALS = 5


def scale_keys(found: Any, fit: Any) -> dict[str, object]:
    """Keys of the table `scale` and their values, in the order in which they have to be written. `found`, `fit`: what
    stands at the port and one protocol of it, as the detection tells them.
    """
    # What the scale before had to be told would be refused with the new protocol.
    keys: dict[str, object] = {"port": found.port, "settings": "{}", "protocol": fit.protocol}
    if not found.port.startswith(("socket://", "hid")):
        keys |= {key: getattr(found.line, key) for key in ("baudrate", "bytesize", "parity", "stopbits")}
    return keys | {f"settings.{key}": value for key, value in fit.settings.items()}


def wants_unit(fit: Any) -> bool:
    """Whether the scale does not say the unit of its weights."""
    return fit.last.value is not None and fit.last.unit is None


def scale_choices(found: Any) -> Iterator[Choice]:
    """A row for each protocol that explains what stands at the port, the likeliest first; else one that says why."""
    if not found.fits:
        yield Choice(f"{printable(found.port)}: {printable(_silence(found), 200)}")
        return
    alike: dict[str, list[Any]] = {}
    for fit in found.fits[:MOST_RIVALS]:
        value = "" if fit.last.value is None else f"{fit.last.value:f} {fit.last.unit or '?'}"
        alike.setdefault(value, []).append(fit)
    for value, fits in alike.items():
        settings = (("scale.enabled", "true"), *_written(scale_keys(found, fits[0])))
        names = " = ".join(fit.protocol for fit in fits)
        text = f"{printable(found.port)}  {value}  {found.line}  {names}"
        yield Choice(" ".join(text.split()), settings, wants_unit(fits[0]))


def _written(keys: dict[str, object]) -> tuple[tuple[str, str], ...]:
    words = {True: "true", False: "false"}
    return tuple(
        (f"scale.{key}", words[value] if isinstance(value, bool) else str(value)) for key, value in keys.items()
    )


def _silence(found: Any) -> str:
    if found.trouble:
        return str(found.trouble).removeprefix(f"scale port {found.port}: ")
    if found.heard:
        return f"bytes came, but they fit no known protocol (hex {found.heard[:8].hex(' ')})"
    return "no scale answers; check that it is on, its cable, and that its interface is switched on"
