"""The format of an index on disk, written and read side by side, and as plain Whoosh sees it; see FORMAT.md."""
