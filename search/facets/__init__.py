"""Facets: their table, the closed lists of values, counts as shown, the histogram, selections."""
