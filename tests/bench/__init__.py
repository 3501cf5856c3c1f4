"""The engine bench: the same releases, words and questions for Izla and its peers, side by side in one process."""
