"""Tests of the curators' tools."""
