"""What all worker processes share: memory, counters, rates, finished answers."""
