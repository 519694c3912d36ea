"""Writes the training pairs of an invented company, with the truth about every planted fault."""
