"""What a simulated scale can speak, by the names of the protocols; MT-SICS and KERN KCP have a talker of their own."""

from __future__ import annotations

from hardware.simulated.scale.voice import Voice
from hardware.simulated.scale.voices import balances, binary, comma, conversations, frames, nci, toledo, yaohua

VOICES: dict[str, Voice] = {
    "toledo-8217": toledo.TOLEDO_8217,
    "toledo-8213": toledo.TOLEDO_8213,
    "toledo-continuous": toledo.TOLEDO_CONTINUOUS,
    "toledo-br-enq": toledo.TOLEDO_BR,
    "nci-scp01": nci.NCI_SCP01,
    "nci-scp12": nci.NCI_SCP12,
    "nci-ecr": nci.NCI_ECR,
    "fairbanks-pship": nci.FAIRBANKS_PSHIP,
    "fairbanks-ups": frames.FAIRBANKS_UPS,
    "sma": frames.SMA,
    "rice-lake-stream": frames.RICE_LAKE,
    "sartorius-sbi": frames.SARTORIUS,
    "kern-legacy": frames.KERN_LEGACY,
    "unknown-capture": frames.UNKNOWN_CAPTURE,
    "st-gs-generic": comma.ST_GS,
    "kern-eoc": comma.KERN_EOC,
    "and-std": comma.BALANCE,
    "and-ind": comma.INDICATOR,
    "cas-22": comma.CAS_22,
    "cas-and18": comma.CAS_18,
    "cas-10": comma.CAS_10,
    "cas-cmd": comma.CAS_COMMAND,
    "cas-pd": comma.CAS_PD,
    "dini-argeo": comma.DINI_ARGEO,
    "ohaus": balances.OHAUS,
    "radwag": balances.RADWAG,
    "kern-ket": balances.RADWAG,
    "axis": balances.AXIS,
    "adam": balances.ADAM,
    "adam-cpwplus": balances.ADAM_CPWPLUS,
    "yaohua-a9": yaohua.YAOHUA_A9,
    "yaohua-a12": yaohua.YAOHUA_A12,
    "yaohua-eq": yaohua.YAOHUA_EQ,
    "keli-k9": yaohua.KELI_K9,
    "jcs-bcd": yaohua.JCS_BCD,
    "dibal-98": conversations.DIBAL_98,
    "dialog06": conversations.DIALOG06,
    "usb-hid-pos": binary.USB_HID_POS,
    "modbus-rtu": binary.MODBUS_RTU,
    "modbus-tcp": binary.MODBUS_TCP,
}
