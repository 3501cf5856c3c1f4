"""Text to tokens: the analyzer, the fields that every engine indexes, and the fingerprint of both."""
