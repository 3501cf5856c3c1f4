"""Backups: a generation with its tables as one stream, of which any engine makes a generation again."""
