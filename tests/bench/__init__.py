"""Measurements of speed and size, run by ``python -m tests.bench``; pytest does not collect them."""
