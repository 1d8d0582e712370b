"""The protocol families by the names that a configuration uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.scales.protocols.a_and_d import BALANCE, INDICATOR
from hardware.scales.protocols.adam import ADAM, ADAM_CPWPLUS
from hardware.scales.protocols.cas import CAS_10, CAS_18, CAS_22, CAS_COMMAND
from hardware.scales.protocols.cas_pd import CAS_PD
from hardware.scales.protocols.dialog06 import DIALOG06
from hardware.scales.protocols.dibal_98 import DIBAL_98
from hardware.scales.protocols.dini_argeo import DINI_ARGEO
from hardware.scales.protocols.fairbanks_ups import FAIRBANKS_UPS
from hardware.scales.protocols.jcs_bcd import JCS_BCD
from hardware.scales.protocols.kern_legacy import KERN_LEGACY
from hardware.scales.protocols.modbus import MODBUS_RTU, MODBUS_TCP
from hardware.scales.protocols.mt_sics import MT_SICS
from hardware.scales.protocols.nci import FAIRBANKS_PSHIP, NCI_ECR, NCI_SCP01, NCI_SCP12
from hardware.scales.protocols.ohaus import OHAUS
from hardware.scales.protocols.radwag import AXIS, RADWAG
from hardware.scales.protocols.rice_lake import RICE_LAKE_STREAM
from hardware.scales.protocols.sartorius_sbi import SARTORIUS_SBI
from hardware.scales.protocols.sma import SMA
from hardware.scales.protocols.st_gs import KERN_EOC, ST_GS
from hardware.scales.protocols.toledo_8217 import TOLEDO_8213, TOLEDO_8217
from hardware.scales.protocols.toledo_br import TOLEDO_BR
from hardware.scales.protocols.toledo_continuous import TOLEDO_CONTINUOUS
from hardware.scales.protocols.unknown_capture import UNKNOWN_CAPTURE
from hardware.scales.protocols.usb_hid_pos import USB_HID_POS
from hardware.scales.protocols.yaohua_a9 import KELI_K9, YAOHUA_A9
from hardware.scales.protocols.yaohua_a12 import YAOHUA_A12
from hardware.scales.protocols.yaohua_eq import YAOHUA_EQ

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hardware.contract import Weight
    from hardware.scales.framing.dialect import Dialect

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
    "st-gs-generic": ST_GS,
    "kern-eoc": KERN_EOC,
    "and-std": BALANCE,
    "and-ind": INDICATOR,
    "cas-22": CAS_22,
    "cas-and18": CAS_18,
    "cas-10": CAS_10,
    "cas-cmd": CAS_COMMAND,
    "cas-pd": CAS_PD,
    "dini-argeo": DINI_ARGEO,
    "kern-legacy": KERN_LEGACY,
    "ohaus": OHAUS,
    "radwag": RADWAG,
    "kern-ket": RADWAG,  # KET-TM has the same grammar
    "axis": AXIS,
    "adam": ADAM,
    "adam-cpwplus": ADAM_CPWPLUS,
    "yaohua-a9": YAOHUA_A9,
    "yaohua-a12": YAOHUA_A12,
    "yaohua-eq": YAOHUA_EQ,
    "keli-k9": KELI_K9,
    "jcs-bcd": JCS_BCD,
    "toledo-br-enq": TOLEDO_BR,
    "dibal-98": DIBAL_98,
    "dialog06": DIALOG06,
    "unknown-capture": UNKNOWN_CAPTURE,
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
