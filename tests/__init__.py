"""The rulebook, run."""
