"""The scale protocols that a configuration may name."""

from __future__ import annotations

from typing import Literal

ScaleProtocol = Literal[
    "mt-sics", "kern-kcp",
    "toledo-8217", "toledo-8213", "toledo-continuous",
    "nci-scp01", "nci-scp12", "nci-ecr", "fairbanks-pship", "fairbanks-ups",
    "sma", "usb-hid-pos", "modbus-rtu", "modbus-tcp", "sartorius-sbi", "rice-lake-stream",
    "st-gs-generic", "kern-eoc", "and-std", "and-ind",
    "cas-22", "cas-and18", "cas-10", "cas-cmd", "cas-pd",
    "dini-argeo", "kern-legacy", "ohaus", "radwag", "kern-ket", "axis", "adam", "adam-cpwplus",
    "yaohua-a9", "yaohua-a12", "yaohua-eq", "keli-k9", "jcs-bcd",
    "toledo-br-enq", "dibal-98", "dialog06", "unknown-capture",
]  # fmt: skip
"""By maker or family; the README lists them."""
