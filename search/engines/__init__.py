"""One package an engine; each owns its format, reader and writer side by side."""
