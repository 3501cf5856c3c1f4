"""The check: how a corpus would be read, told before anything is built of it."""
