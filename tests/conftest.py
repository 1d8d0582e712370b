"""What every test shares."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# Machines are shared and noisy: how long an example takes says nothing about it.
settings.register_profile("hub", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("hub")
