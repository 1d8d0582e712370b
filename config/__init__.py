"""What a station's TOML may say. Imports nothing of the station or the devices."""

from __future__ import annotations

from config.address import masked
from config.described import Described, described
from config.display import DisplaySection, split_address
from config.edit import possible, set_value, with_values, write_text
from config.history import Difference, Version, differences, history, keep, parsed_version, version_of
from config.load import DEFAULT_PATH, ConfigError, Problem, load, parse, path_in_use
from config.model import Config
from config.printers import PrinterSection
from config.scales import ScaleProtocol, wrong_settings
from config.scanners import ScannerSection, framing_bytes
from config.show import dump, example, example_plan, values

__all__ = [
    "DEFAULT_PATH",
    "Config",
    "ConfigError",
    "Described",
    "Difference",
    "DisplaySection",
    "PrinterSection",
    "Problem",
    "ScaleProtocol",
    "ScannerSection",
    "Version",
    "described",
    "differences",
    "dump",
    "example",
    "example_plan",
    "framing_bytes",
    "history",
    "keep",
    "load",
    "masked",
    "parse",
    "parsed_version",
    "path_in_use",
    "possible",
    "set_value",
    "split_address",
    "values",
    "version_of",
    "with_values",
    "write_text",
    "wrong_settings",
]
