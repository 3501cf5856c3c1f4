"""The parts of a page: what its templates are given."""
