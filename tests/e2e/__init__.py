"""End to end: the real bot process and command line, against the playground in place of Telegram."""
