"""The protocol families by the names that a configuration uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.scales.fairbanks_ups import FAIRBANKS_UPS
from hardware.scales.modbus import MODBUS_RTU, MODBUS_TCP
from hardware.scales.mt_sics import MT_SICS
from hardware.scales.nci import FAIRBANKS_PSHIP, NCI_ECR, NCI_SCP01, NCI_SCP12
from hardware.scales.rice_lake import RICE_LAKE_STREAM
from hardware.scales.sartorius_sbi import SARTORIUS_SBI
from hardware.scales.sma import SMA
from hardware.scales.toledo_8217 import TOLEDO_8213, TOLEDO_8217
from hardware.scales.toledo_continuous import TOLEDO_CONTINUOUS
from hardware.scales.usb_hid_pos import USB_HID_POS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hardware.contract import Weight
    from hardware.scales.dialect import Dialect

DIALECTS: Mapping[str, Dialect] = {
    "mt-sics": MT_SICS,
    "kern-kcp": MT_SICS,  # the KERN communication protocol has the same grammar
    "toledo-8217": TOLEDO_8217,
    "toledo-8213": TOLEDO_8213,
    "toledo-continuous": TOLEDO_CONTINUOUS,
    "nci-scp01": NCI_SCP01,
    "nci-scp12": NCI_SCP12,
    "nci-ecr": NCI_ECR,
    "fairbanks-pship": FAIRBANKS_PSHIP,
    "fairbanks-ups": FAIRBANKS_UPS,
    "sma": SMA,
    "usb-hid-pos": USB_HID_POS,
    "modbus-rtu": MODBUS_RTU,
    "modbus-tcp": MODBUS_TCP,
    "sartorius-sbi": SARTORIUS_SBI,
    "rice-lake-stream": RICE_LAKE_STREAM,
}


def dialect(protocol: str) -> Dialect:
    """The family of this name. ValueError names the known ones."""
    try:
        return DIALECTS[protocol]
    except KeyError:
        known = ", ".join(DIALECTS)
        raise ValueError(f"unknown scale protocol {protocol!r}: use one of {known}") from None


def decode(protocol: str, chunks: Iterable[bytes], config: Mapping[str, object]) -> list[Weight]:
    """Every message in the bytes, oldest first, with `at` 0. ValueError: unknown protocol or wrong setting."""
    decoder = dialect(protocol).decoder(config)
    silence = b""
    return [message for chunk in (*filter(None, chunks), silence) for message in decoder.feed(chunk)]
