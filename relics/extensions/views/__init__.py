"""The pages of an extension."""
