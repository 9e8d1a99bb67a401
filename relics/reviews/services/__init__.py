"""The verbs of the exit review, by stage."""
