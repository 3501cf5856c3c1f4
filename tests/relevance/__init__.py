"""Relevance, measured: known items today."""
