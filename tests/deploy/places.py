"""Where the deployment files stand, and which variables the program reads."""

import dataclasses
from pathlib import Path
from typing import Final

from bot.config import SECRETS, Settings
from bot.secret_files import SUFFIX

REPOSITORY: Final = Path(__file__).resolve().parent.parent.parent
DEPLOY: Final = REPOSITORY / "deploy"
VARIABLES: Final = frozenset(
    f"KZJP_{name.upper()}"
    for name in (*(field.name for field in dataclasses.fields(Settings)), *(f"{secret}{SUFFIX}" for secret in SECRETS))
)
