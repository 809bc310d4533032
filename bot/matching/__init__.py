"""The heart: which entry or fact a question asks for, with a calibrated score, or that none does."""
