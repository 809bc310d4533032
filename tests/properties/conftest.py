"""Fixtures shared with the unit tests, and hypothesis without deadlines: a first call loads dictionaries."""

from hypothesis import HealthCheck, settings

from tests.unit.conftest import answerer, phrases, wording

__all__ = ["answerer", "phrases", "wording"]

settings.register_profile("kzjp", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kzjp")
