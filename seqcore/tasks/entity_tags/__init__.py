"""Names in sentences: a tag for every word."""
