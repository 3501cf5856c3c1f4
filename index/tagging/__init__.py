"""What a release is sorted by, found in its words: sectors, regions, countries, offices."""
