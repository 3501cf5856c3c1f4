"""Our analyzer beside those that others have published, on the same gold."""
