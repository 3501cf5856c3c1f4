"""The views: what is at each address, for people and for programs."""
