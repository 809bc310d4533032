"""Announcements: written, approved, sent to whoever subscribed, each single delivery accounted for."""
