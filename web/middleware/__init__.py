"""What surrounds every request: its guard, its language, its limits, what is kept, packed, counted and logged."""
