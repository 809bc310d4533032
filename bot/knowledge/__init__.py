"""The knowledge base: its types, how it is read from YAML, and the editorial rules it is checked by."""
