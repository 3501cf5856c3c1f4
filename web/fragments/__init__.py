"""Fragments: the HTML that a page holds dozens of times, written by Python and put into its template as it is."""
