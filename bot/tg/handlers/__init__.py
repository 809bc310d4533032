"""Handlers, one module for each kind of update: parse, call, render, send."""
