"""Kazakhstan–Japan cooperation: sourced answers and announcements on Telegram."""
