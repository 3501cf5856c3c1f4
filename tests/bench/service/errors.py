"""What stops the bench."""


class BenchError(Exception):
    """Something that the bench needs is absent or failed; the text says what and what to do."""
