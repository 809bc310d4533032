"""Conversations as YAML transcripts, played against the real bot process."""
