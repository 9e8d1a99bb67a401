"""The pages of the roster, the proposals and the third-party reports."""
