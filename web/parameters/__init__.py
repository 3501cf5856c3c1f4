"""The parameters of every endpoint: their table and their types."""
