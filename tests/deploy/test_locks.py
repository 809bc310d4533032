"""The lock files: everything pinned by hash, no host named, and no more and no less than the project asks for."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.deploy.places import DEPLOY, REPOSITORY

LOCKS = sorted(DEPLOY.glob("requirements*.lock"))
_PIN = re.compile(
    r"^([a-z0-9._-]+)(?:\[[a-z,]+\])?==(\S+)((?: ; .*)?) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    re.MULTILINE,
)


def pins(path: Path) -> dict[str, set[Version]]:
    """Return the pinned versions of each package: several where Python versions need different ones."""
    found: dict[str, set[Version]] = {}
    for match in _PIN.finditer(path.read_text(encoding="utf-8")):
        found.setdefault(match[1], set()).add(Version(match[2]))
    return found


def wanted(extra: str | None = None) -> Iterator[Requirement]:
    """Return what pyproject.toml asks for."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed: list[str] = project["dependencies"] if extra is None else project["optional-dependencies"][extra]
    return map(Requirement, listed)


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in LOCKS])
def test_every_line_is_a_pin_with_hashes_or_a_comment(path: Path) -> None:
    left = _PIN.sub("", path.read_text(encoding="utf-8"))

    assert len(pins(path)) > 0
    assert [line for line in left.splitlines() if not line.startswith("    #")] == []


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in LOCKS])
def test_no_host_is_named(path: Path) -> None:
    assert not re.search(r"https?://|--(?:extra-)?index-url|--find-links", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("lock", "extra"), [("requirements.lock", None), ("requirements-dev.lock", None), ("requirements-dev.lock", "dev")]
)
def test_what_the_project_asks_for_is_pinned_as_it_asks(lock: str, extra: str | None) -> None:
    pinned = pins(DEPLOY / lock)
    asked = {canonicalize_name(each.name): each.specifier for each in wanted(extra)}

    assert [name for name, specifier in asked.items() if not _satisfy(pinned.get(name, set()), specifier)] == []


def _satisfy(versions: set[Version], specifier: SpecifierSet) -> bool:
    return bool(versions) and all(specifier.contains(version) for version in versions)


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in LOCKS])
def test_everything_pinned_says_what_needs_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    reasons = re.findall(r"--hash=\S+\n    # via( \S+|(?:\n    #   \S+)+)", text)

    assert len(reasons) == len(_PIN.findall(text))
    assert set(re.findall(r"[a-z0-9][a-z0-9._-]+", " ".join(reasons))) - {"pyproject.toml"} <= {*pins(path), "kzjp-bot"}


def test_what_runs_is_tested_in_the_same_version() -> None:
    tested = pins(DEPLOY / "requirements-dev.lock")

    assert [name for name, version in pins(DEPLOY / "requirements.lock").items() if tested.get(name) != version] == []


def test_what_builds_is_what_is_developed_with() -> None:
    developed = pins(DEPLOY / "requirements-dev.lock")
    building = pins(DEPLOY / "requirements-build.lock")

    assert "hatchling" in building
    assert [name for name, version in building.items() if developed.get(name) != version] == []


def test_what_is_installed_here_is_what_is_pinned() -> None:
    pinned = pins(DEPLOY / "requirements-dev.lock")
    installed = {canonicalize_name(each.metadata["Name"]): Version(each.version) for each in metadata.distributions()}

    assert [name for name, version in installed.items() if version not in pinned.get(name, {version})] == []


def test_what_is_installed_fits_together() -> None:
    done = subprocess.run([sys.executable, "-m", "pip", "check"], check=False, capture_output=True, encoding="utf-8")

    assert done.returncode == 0, done.stdout
