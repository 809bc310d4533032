"""The systemd unit: what systemd says of it, and that it hands over the token as a credential."""

import configparser
import re
from pathlib import Path

import pytest

from tests.deploy.places import DEPLOY, VARIABLES
from tests.deploy.tools import verdict

UNIT = DEPLOY / "kzjp.service"
MOST_EXPOSURE = 1.5  # of 10; systemd calls up to 2 "OK" and a unit without hardening 9.6


@pytest.fixture(scope="module")
def service() -> configparser.SectionProxy:
    """The unit's [Service] section; of a line that is there twice, the last."""
    parser = configparser.RawConfigParser(strict=False)
    parser.read(UNIT, encoding="utf-8")
    return parser["Service"]


def test_systemd_finds_no_fault_in_it(tmp_path: Path) -> None:
    installed = tmp_path / "kzjp.service"
    # what it runs is not installed here, and systemd would say so
    installed.write_text(UNIT.read_text(encoding="utf-8").replace("/opt/kzjp/bin/kzjp", "/bin/true"), encoding="utf-8")

    assert verdict("systemd-analyze", "verify", "--man=no", installed) == (0, "")


def test_it_is_exposed_to_next_to_nothing() -> None:
    code, said = verdict("systemd-analyze", "security", "--offline=true", "--no-pager", UNIT)
    found = re.search(r"Overall exposure level for kzjp\.service: ([\d.]+)", said)

    assert code == 0, said
    assert found is not None, said
    assert float(found[1]) <= MOST_EXPOSURE


def test_it_runs_as_its_own_user_with_two_folders(service: configparser.SectionProxy) -> None:
    assert (service["User"], service["StateDirectory"], service["CacheDirectory"]) == ("kzjp", "kzjp", "kzjp")
    assert service["ProtectSystem"] == "strict"


def test_the_token_is_a_credential(service: configparser.SectionProxy) -> None:
    settings = dict(part.split("=", 1) for part in service["Environment"].split())
    credential, _, path = service["LoadCredential"].partition(":")

    assert set(settings) <= VARIABLES
    assert settings["KZJP_BOT_TOKEN_FILE"] == f"%d/{credential}"
    assert path.startswith("/etc/kzjp/")


def test_it_is_restarted_unless_that_would_not_help(service: configparser.SectionProxy) -> None:
    assert (service["Restart"], service["RestartPreventExitStatus"]) == ("on-failure", "2")


def test_a_reload_is_the_signal_that_reloads_the_knowledge(service: configparser.SectionProxy) -> None:
    assert service["ExecReload"] == "/bin/kill -HUP $MAINPID"
