"""The pages of an entry and of a stay."""
