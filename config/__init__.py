"""What a station's TOML may say. Imports nothing of the station or the devices."""

from config.edit import possible, set_value
from config.load import ConfigError, Problem, load, parse, path_in_use
from config.model import Config
from config.show import dump, example, example_plan, values

__all__ = [
    "Config",
    "ConfigError",
    "Problem",
    "dump",
    "example",
    "example_plan",
    "load",
    "parse",
    "path_in_use",
    "possible",
    "set_value",
    "values",
]
