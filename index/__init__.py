"""The writing room: reads releases and publishes generations of an index."""
