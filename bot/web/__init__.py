"""Serving HTTP: health, readiness and metrics, and whatever else is to be listened to. Knows nothing of Telegram."""
