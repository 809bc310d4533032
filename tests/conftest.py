"""The order of the tests: files that take long begin first, so that no worker is left alone with one at the end."""

from typing import Final

import pytest

LONG: Final = (
    "e2e/test_announcing_kills.py",
    "dialogs/test_dialogs.py",
    "e2e/test_announcing.py",
    "e2e/test_faults.py",
    "e2e/test_subscribing.py",
    "e2e/test_administering.py",
    "e2e/test_replicas.py",
    "e2e/test_manners.py",
    "e2e/test_storage.py",
    "e2e/test_hostile_people.py",
    "unit/playground/test_page.py",
    "e2e/test_command_line.py",
    "e2e/test_browser.py",
    "unit/tg/test_requesting.py",
    "e2e/test_webhook_faults.py",
    "e2e/test_charts.py",
    "e2e/test_clock.py",
    "e2e/test_stopping.py",
    "storage/test_plans.py",
    "e2e/test_crowd.py",
    "e2e/test_token.py",
)
"""Files that take 20 seconds and more, the longest first."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the tests of long files first, in the order of ``LONG``; otherwise the order stays."""
    places = {config.rootpath / "tests" / name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path, len(LONG)))
