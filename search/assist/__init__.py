"""What helps on: spell check, autocomplete, filter suggestions, ways out of nothing, more like this, explanation."""
