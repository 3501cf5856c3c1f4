"""Queries over the arrays: whole sets and sums at once, never a posting at a time."""
