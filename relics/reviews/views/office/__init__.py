"""The pages of the office (审核机构): one file for each step of the review."""
