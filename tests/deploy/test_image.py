"""The image's recipe: what its linter says, what gets into it, and whether it tells when it is not well."""

import fnmatch
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from tests.deploy.places import DEPLOY, REPOSITORY
from tests.deploy.recipe import Stage, stages
from tests.deploy.tools import verdict

HEALTHCHECK = DEPLOY / "healthcheck.py"


@pytest.fixture(scope="module")
def build() -> Stage:
    """The stage that builds."""
    return stages((DEPLOY / "Dockerfile").read_text(encoding="utf-8"))[0]


@pytest.fixture(scope="module")
def final() -> Stage:
    """The stage that becomes the image."""
    return stages((DEPLOY / "Dockerfile").read_text(encoding="utf-8"))[-1]


def test_the_linter_finds_nothing() -> None:
    assert verdict("hadolint", "--failure-threshold", "style", DEPLOY / "Dockerfile") == (0, "")


def test_every_base_is_of_one_named_version() -> None:
    found = stages((DEPLOY / "Dockerfile").read_text(encoding="utf-8"))

    assert {stage.base for stage in found} == {"python:3.11-slim-bookworm"}


def test_it_runs_as_nobody_special_by_number(final: Stage) -> None:
    assert final.of("USER") == ["10001:10001"]


def test_nothing_is_installed_in_the_final_stage(final: Stage) -> None:
    assert not re.search(r"\b(apt|apt-get|pip|curl|wget|gcc)\b", " ".join(final.of("RUN")))
    assert final.of("COPY") == ["--from=build /opt/kzjp /opt/kzjp"]


def test_every_package_is_installed_by_hash_or_from_the_built_wheel(build: Stage) -> None:
    installs = [part for run in build.of("RUN") for part in run.split("&&") if " install " in part]

    assert len(installs) == 3
    assert all("--require-hashes" in part or "--no-index" in part for part in installs)


def test_data_are_kept_outside_the_image_and_indexes_in_it(final: Stage) -> None:
    assert final.of("VOLUME") == ["/data"]
    assert {"KZJP_DATA_DIR=/data", "KZJP_INDEX_DIR=/opt/kzjp/index"} <= set(" ".join(final.of("ENV")).split())


def test_what_is_copied_is_there_and_all_else_stays_out(build: Stage) -> None:
    wanted = {source for copy in build.of("COPY") for source in copy.split()[:-1]}
    lines = (REPOSITORY / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]

    assert rules[0] == "*"
    assert {rule[1:] for rule in rules if rule.startswith("!")} == wanted
    assert all((REPOSITORY / source).exists() for source in wanted)
    assert any(fnmatch.fnmatch("bot/x/__pycache__", rule) for rule in rules[1:])


class _Answering(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/healthz" else 404)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Say nothing."""


class _Unwell(_Answering):
    status = 503


def _asked(listen: str) -> int:
    environment = {**os.environ, "KZJP_LISTEN": listen, "http_proxy": "http://127.0.0.1:1"}
    return subprocess.run(
        [sys.executable, "-I", HEALTHCHECK], env=environment, check=False, capture_output=True
    ).returncode


@pytest.fixture
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    """A port that answers as the parameter does."""
    handler: type[_Answering] = request.param
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("port", [_Answering], indirect=True)
@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "", "localhost"])  # noqa: S104 - as an operator writes it
def test_a_bot_that_answers_is_well(port: int, host: str) -> None:
    assert _asked(f"{host}:{port}") == 0


@pytest.mark.parametrize("port", [_Unwell], indirect=True)
def test_a_bot_that_says_it_is_not_well_is_not(port: int) -> None:
    assert _asked(f"0.0.0.0:{port}") == 1


def test_a_bot_that_does_not_answer_is_not_well() -> None:
    with HTTPServer(("127.0.0.1", 0), _Answering) as server:
        port = server.server_port

    assert _asked(f"127.0.0.1:{port}") == 1


def test_a_bot_that_listens_nowhere_is_as_well_as_its_process() -> None:
    assert _asked("") == 0


def test_the_health_check_is_the_one_that_is_copied(build: Stage, final: Stage) -> None:
    [check] = final.of("HEALTHCHECK")

    assert "/opt/kzjp/healthcheck.py" in check
    assert "deploy/healthcheck.py /opt/kzjp/healthcheck.py" in build.of("COPY")
