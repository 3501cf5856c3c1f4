"""All that lets plain Whoosh open and search an index of ours, so that it can be held against it; no search runs it."""
