"""A Dockerfile as its stages and their instructions, in order."""

import re
from dataclasses import dataclass

_INSTRUCTION = re.compile(r"^([A-Z]+)\s+(.*)$")


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage: the image it begins with and its instructions after FROM, each with its words."""

    base: str
    instructions: tuple[tuple[str, str], ...]

    def of(self, name: str) -> list[str]:
        """Return the words of every instruction called ``name``."""
        return [words for instruction, words in self.instructions if instruction == name]


def stages(text: str) -> list[Stage]:
    """Return the stages of a Dockerfile."""
    found: list[tuple[str, list[tuple[str, str]]]] = []
    lines = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    for line in re.sub(r"\\\n\s*", "", lines).splitlines():
        match = _INSTRUCTION.match(line)
        if match is None:
            continue
        name, words = match.groups()
        if name == "FROM":
            found.append((words.split()[0], []))
        else:
            found[-1][1].append((name, words.strip()))
    return [Stage(base, tuple(instructions)) for base, instructions in found]
