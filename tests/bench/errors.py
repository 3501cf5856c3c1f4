"""What can be wrong with a run of the bench."""


class BenchError(Exception):
    """The bench cannot run as asked; the message names the thing and the remedy."""


class MissingFts5(BenchError):
    """The SQLite of this Python has no FTS5."""
