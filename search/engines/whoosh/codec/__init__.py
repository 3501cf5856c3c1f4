"""The format of an index on disk, each structure written and read side by side; FORMAT.md has every byte."""
