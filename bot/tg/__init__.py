"""Telegram: the only package that imports ``telegram``. Thin handlers, the renderer, the sender, the update loop."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "1")  # RetryAfter tells its time as a timedelta, without a warning
