"""Memory of the service: counters and rates that all worker processes share, finished responses of each."""
