"""Middleware: what surrounds every request, from its language and id to caching, compression, limits and logs."""
