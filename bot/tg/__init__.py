"""Telegram: the only package that imports ``telegram``. Thin handlers, the renderer, the sender, the update loop."""
