"""The demo world: invented people, offices and cases, for a demonstration alone."""
