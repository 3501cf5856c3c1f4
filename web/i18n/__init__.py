"""Messages of the pages by language, labels, and markup in either script."""
