"""Windows of a series, rebuilt from a few features; and what these features are worth for a forecast."""
