"""``python -m tests.deploy.rehearsal``: what the Dockerfile does, done in a folder, and the bot run from there.

There is no container engine where the tests run. So the building stage's own instructions are carried out with the
folder in place of ``/``, packages from the registry by their hashes; then the bot is run as the image runs it: as a
user who owns nothing but the data folder. It needs root, for that user, and Debian's python3 with venv.
"""

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final

import typer

from tests.deploy.places import DEPLOY, REPOSITORY
from tests.deploy.recipe import Stage, stages
from tests.e2e.harness import TOKEN, Playground, Program
from tests.e2e.people import Control

NOBODY: Final = 10001
SYSTEM_PYTHON: Final = Path("/usr/bin/python3")
QUESTION: Final = "Do Japanese citizens need a visa for Kazakhstan?"
_ROOTED: Final = ("/opt/", "/src", "/data")


class Folder:
    """A folder in place of ``/``, with the environment that instructions leave behind."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._place = root
        self._environment = {"PATH": f"{root / 'bin'}:/usr/bin:/bin", "HOME": str(root), "LANG": "C.UTF-8"}
        self._environment |= {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "UV_"))}
        (root / "bin").mkdir()
        (root / "bin" / "python").symlink_to(SYSTEM_PYTHON)

    def inside(self, path: str) -> str:
        """Return ``path`` of the image as a path of this machine."""
        return f"{self.root}{path}" if path.startswith(_ROOTED) else path

    def carry_out(self, stage: Stage) -> None:
        """Carry out every instruction of a stage."""
        for name, words in stage.instructions:
            print(f"{name} {words}", file=sys.stderr)
            match name:
                case "ENV":
                    self._environment |= dict(part.split("=", 1) for part in shlex.split(words))
                case "WORKDIR":
                    self._place = Path(self.inside(words))
                    self._place.mkdir(parents=True)
                case "COPY":
                    self._copy(words.split())
                case "RUN":
                    self._run(words)
                case _:
                    raise AssertionError(f"{name} is not rehearsed")

    def settings(self, stage: Stage) -> Mapping[str, str]:
        """Return the environment that a stage gives the program."""
        pairs = [part.split("=", 1) for words in stage.of("ENV") for part in shlex.split(words)]
        return {name: self.inside(value).replace("$PATH", "/usr/bin:/bin") for name, value in pairs}

    def _copy(self, words: Sequence[str]) -> None:
        *sources, target = words
        for source in sources:
            found = REPOSITORY / source
            place = self._place / self.inside(target)
            if found.is_dir():
                shutil.copytree(found, place, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                place = place / found.name if target.endswith("/") else place
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(found, place)

    def _run(self, command: str) -> None:
        # ``python`` begins a virtual environment; every other path is one of the image
        words = [self.inside(word) for word in shlex.split(command, posix=False)]
        script = " ".join(
            f"KZJP_INDEX_DIR={self.inside(word[15:])}" if word.startswith("KZJP_INDEX_DIR=") else word for word in words
        )
        subprocess.run(["bash", "-euc", script], check=True, cwd=self._place, env=self._environment, stdout=sys.stderr)


def as_nobody(*command: str) -> tuple[str, ...]:
    """Return ``command`` as the image's user, who can gain no privilege."""
    user = f"--reuid={NOBODY}", f"--regid={NOBODY}"
    return ("setpriv", *user, "--clear-groups", "--no-new-privs", "--bounding-set=-all", *command)


@contextmanager
def running(folder: Folder, final: Stage, playground: Playground, data: Path) -> Iterator[Program]:
    """Run the bot as the image does, against a playground."""
    environment = {
        **folder.settings(final),
        "KZJP_DATA_DIR": str(data),
        "KZJP_BOT_TOKEN_FILE": str(data / "bot-token"),
        "KZJP_API_BASE_URL": f"{playground.url}/bot",
        "NO_PROXY": "127.0.0.1",
        "HOME": str(data),
    }
    with Program.of(as_nobody(str(folder.root / "opt/kzjp/bin/kzjp"), "run"), environment) as program:
        yield program


def judge(folder: Folder, final: Stage) -> Iterator[str]:
    """Run the bot from ``folder`` and return what was seen.

    Raises:
        AssertionError: if anything is not as it should be.
    """
    installed, data = folder.root / "opt" / "kzjp", folder.root / "data"
    data.mkdir()
    (data / "bot-token").write_text(f"{TOKEN}\n", encoding="utf-8")
    for path in (data, data / "bot-token"):
        os.chown(path, NOBODY, NOBODY)
    writable = subprocess.run(
        as_nobody("find", str(installed), "-writable", "-not", "-type", "l"), check=True, capture_output=True
    )
    assert writable.stdout == b"", writable.stdout
    yield "the installed tree cannot be written by the bot's user"
    assert not [*installed.glob("bin/pip*"), *installed.glob("lib/*/site-packages/pip*")]
    yield "no pip in the image"
    kept = {path: path.stat().st_mtime_ns for path in (installed / "index").iterdir()}
    with Playground() as playground, Control(playground.url) as control:
        started = time.perf_counter()
        with running(folder, final, playground, data) as program:
            program.wait_for_line("serving")
            yield f"serving {time.perf_counter() - started:.1f} s after the start"
            answer = control.person("en", program).ask(QUESTION)
            assert "visa" in answer.text
            yield "a question is answered"
            assert program.terminate() == 0
        assert all(json.loads(line)["level"] in {"info", "warning"} for line in program.output.splitlines())
        assert TOKEN.partition(":")[2] not in program.output
        assert "index" not in program.output, program.output
    assert {path: path.stat().st_mtime_ns for path in (installed / "index").iterdir()} == kept
    yield "the index of the image was used as it is, and the log is JSON without the token"
    assert {path.name for path in data.iterdir()} >= {"kzjp.db"}
    yield f"{sum(path.lstat().st_size for path in installed.rglob('*')) / 1e6:.0f} MB installed"


def main(
    keep: Annotated[Path | None, typer.Option(help="Do it in this new folder and leave it there.")] = None,
) -> None:
    """Rehearse the image's build and run."""
    build, final = stages((DEPLOY / "Dockerfile").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="kzjp-image-") as temporary:
        root = keep or Path(temporary)
        root.mkdir(parents=True, exist_ok=True)
        root.chmod(0o755)
        folder = Folder(root)
        folder.carry_out(build)
        for seen in judge(folder, final):
            print(seen)


if __name__ == "__main__":
    typer.run(main)
