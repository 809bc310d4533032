"""Hostile input, seeded: by the thousand in the test suite, by the hundred thousand by hand."""
