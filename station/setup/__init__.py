"""What stands behind the set-up screens: the configuration that is being written, and devices that are tried."""

from __future__ import annotations

from station.setup.bench import SetUpBench
from station.setup.configuration_desk import ConfigurationDesk
from station.setup.draft import Draft, draft_path
from station.setup.outputs import play_trial, print_trial, trial_sounds
from station.setup.scales import scale_keys
from station.setup.scanners import scanner_keys
from station.setup.test_weight import SteadyWeight, grams_of
from station.setup.tune import Measured, Try, tune
from station.setup.tune import best as best_try
from station.setup.versions import keep_version

__all__ = [
    "ConfigurationDesk",
    "Draft",
    "Measured",
    "SetUpBench",
    "SteadyWeight",
    "Try",
    "best_try",
    "draft_path",
    "grams_of",
    "keep_version",
    "play_trial",
    "print_trial",
    "scale_keys",
    "scanner_keys",
    "trial_sounds",
    "tune",
]
