"""Adding numbers that come as numbers."""
