"""Adding numbers that are read character by character."""
