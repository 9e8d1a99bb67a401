"""The pages of the comparison and the files that only its officers see."""
