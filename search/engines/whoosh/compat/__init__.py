"""What lets plain Whoosh open and search the index: the oracle of the format; never run for a reader."""
