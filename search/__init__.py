"""Understands Uzbek, owns the index formats and answers; knows nothing of HTTP."""
