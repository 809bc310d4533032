"""The name of this process among all that share a database."""

import os
import secrets
import socket


def own_name() -> str:
    """Return a name for this process that no other has, now or later; at most 64 characters."""
    return f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"
