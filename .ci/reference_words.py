"""What only people know of the pages that `.ci/reference.py` writes: makers of scales, a head."""

from __future__ import annotations

KINDS = {"M": "printed in a manual", "O": "in public code, tests or reports", "D": "built from a described grammar"}
MAKERS = {
    "mt-sics": "Mettler-Toledo (MT-SICS)", "kern-kcp": "KERN (KCP)",
    "toledo-8217": "Mettler-Toledo Ariva, Viva, Diva; many counter scales", "toledo-8213": "Brecknell 8213",
    "toledo-continuous": "Mettler-Toledo 8142, 8530, IND, ICS, Wildcat; Fairbanks, Cardinal",
    "nci-scp01": "NCI, Weigh-Tronix, Brecknell", "nci-scp12": "NCI, Weigh-Tronix", "nci-ecr": "NCI ECR (SCP-02)",
    "fairbanks-pship": "Fairbanks P-Ship", "fairbanks-ups": "Fairbanks UPS (Ultegra)",
    "sma": "Cardinal, Sartorius, Fairbanks and others (SMA SCP-0499)",
    "usb-hid-pos": "USB point of sale: Dymo, Stamps.com, Fairbanks SCB-R9000, Mettler-Toledo PS60",
    "modbus-rtu": "transmitters with the register map of Tuna ID551PN", "modbus-tcp": "the same over TCP",
    "sartorius-sbi": "Sartorius, Minebea Intec (SBI)", "rice-lake-stream": "Rice Lake",
    "st-gs-generic": "T-Scale and many makers (`ST,GS,...`)", "kern-eoc": "KERN EOC",
    "and-std": "A&D balances", "and-ind": "A&D indicators",
    "cas-22": "CAS CI, 22 bytes", "cas-and18": "CAS CI, 18 bytes", "cas-10": "CAS CI, 10 bytes",
    "cas-cmd": "CAS CI in command mode", "cas-pd": "CAS PD, SW", "dini-argeo": "Dini Argeo",
    "kern-legacy": "KERN FKB, DE", "ohaus": "Ohaus", "radwag": "Radwag", "kern-ket": "KERN KET-TM", "axis": "AXIS",
    "adam": "Adam AZextra, Highland, PGL; G&G", "adam-cpwplus": "Adam CPWplus",
    "yaohua-a9": "Yaohua XK3190-A9, A22, A23, A26", "yaohua-a12": "Yaohua XK3190-A12(E), CAS DH",
    "yaohua-eq": "Yaohua XK3190-A26, formats 1 and 2", "keli-k9": "Keli K9", "jcs-bcd": "Yousheng JCS-B",
    "toledo-br-enq": "Toledo do Brasil", "dibal-98": "Dibal G310 and its kin",
    "dialog06": "Bizerba manner: Diva, Aviator, Cely, Dibal", "unknown-capture": "two recorded streams, maker unknown",
}  # fmt: skip

CAUSES_HEAD = """\
## Causes

Why no parcel id is known: of a picture, of the codes on a label, or of what was typed. A scan that stopped as `NR` or
`CD` carries one in `cause`.
"""
TROUBLES_HEAD = """\
# Troubles

What is wrong with a station, by its code. `station status`, the journal and the screens tell the same list. Values
stand in italics. Where two sentences are listed, the first is told when all its values are known. Where a part tells
what it was told itself (the values `error` and `detail`), the technician reads that instead.

"""
ERRORS_HEAD = """
## Errors

What a device, the connection to the centre or the record said. Its code is the value `error` of a trouble, and its own
values stand beside it; `detail` is its English sentence. `station status --json` gives the code of a device, of `sync`
and of a list as `code` and `values` beside `words`. A *reason* is the name of the system's error, such as `ENOSPC`.

"""
