"""The configuration names exactly the protocols that there are, and what their drivers can be told."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from config.model import ScaleSection
from config.scales import ScaleProtocol, known_settings, missing_settings, needed_settings, wrong_settings
from hardware.links.serial import PARITIES, LineSettings, Parity
from hardware.scales.framing.quantities import WEIGHT_UNITS
from hardware.scales.protocols.catalogue import DIALECTS
from hardware.simulated.scale.voices import VOICES

PROTOCOLS = sorted(DIALECTS)


class Asked(dict[str, Any]):
    """Settings that remember what a driver looks for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def get(self, name: str, default: Any = None, /) -> Any:
        self.names.add(name)
        return default


def test_every_protocol_can_be_configured_and_no_other() -> None:
    assert set(get_args(ScaleProtocol)) == set(DIALECTS)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_the_known_settings_are_those_that_the_driver_looks_for(protocol: str) -> None:
    asked = Asked()
    DIALECTS[protocol].decoder(asked)

    assert set(known_settings(protocol)) == asked.names


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_the_driver_takes_each_allowed_value_and_refuses_what_the_configuration_refuses(protocol: str) -> None:
    for name, values in known_settings(protocol).items():
        for value in values:
            DIALECTS[protocol].decoder({name: value})
            assert not list(wrong_settings(protocol, {name: value}))
        wrong: set[object] = {True, False, "furlong", 7, 22} - set(values)
        for other in wrong:
            assert list(wrong_settings(protocol, {name: other})), (name, other)
            with pytest.raises(ValueError, match=name):
                DIALECTS[protocol].decoder({name: other})
    if "unit" in known_settings(protocol):
        assert set(known_settings(protocol)["unit"]) == WEIGHT_UNITS


@pytest.mark.parametrize("protocol", sorted(set(DIALECTS) & set(VOICES)))
def test_what_a_scale_never_says_has_to_be_configured(protocol: str) -> None:
    voice = VOICES[protocol]
    sends_it_when_stable = {"sartorius-sbi", "kern-legacy"}
    unit = set() if voice.unit_told or protocol in sends_it_when_stable else {"unit"}
    optional = {"checksum"}

    assert set(needed_settings(protocol)) == unit | (set(voice.settings) - optional)
    assert {name for name, _ in missing_settings(protocol, {})} == set(needed_settings(protocol))


def test_what_is_needed_is_known() -> None:
    for protocol in PROTOCOLS:
        assert set(needed_settings(protocol)) <= set(known_settings(protocol))


def test_the_line_is_configured_in_the_words_of_the_link() -> None:
    fields = ScaleSection.model_fields
    line = LineSettings()

    assert get_args(fields["parity"].annotation) == get_args(Parity) == tuple(PARITIES)
    for name in ("baudrate", "bytesize", "parity", "stopbits", "dtr", "rts"):
        assert getattr(ScaleSection(), name) == getattr(line, name)
    assert set(get_args(fields["bytesize"].annotation)) == {7, 8}
    assert set(get_args(fields["stopbits"].annotation)) == {1, 2}
