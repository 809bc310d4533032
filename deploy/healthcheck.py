"""Exits 0 if the bot in this container is well: asks /healthz where KZJP_LISTEN tells one to listen.

A bot that only polls listens nowhere; it is as well as its process, which the container already watches.
Needs the standard library alone, so that a check costs milliseconds.
"""

import os
import sys
import urllib.request

ANYWHERE = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "[::]": "[::1]"}  # noqa: S104 - read, not listened on
TIMEOUT_S = 4.0


def main() -> int:
    """Return the exit code: 0 well, 1 not."""
    listen = os.environ.get("KZJP_LISTEN", "").strip()
    if not listen:
        return 0
    host, _, port = listen.rpartition(":")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://{ANYWHERE.get(host, host)}:{port}/healthz", timeout=TIMEOUT_S) as response:
            return 0 if response.status == 200 else 1
    except OSError as error:  # refused, timed out, or a status of 400 and more
        print(f"not well: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
