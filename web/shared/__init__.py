"""Memory of the service that all worker processes share: counters, rates and finished responses."""
