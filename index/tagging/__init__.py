"""Tagging: the sectors, regions, countries and offices of a release, named by it or found in its words."""
