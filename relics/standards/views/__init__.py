"""The pages of the standards and the citations."""
