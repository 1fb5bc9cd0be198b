"""Addition: problems, their space, what is held out of it, their characters, and where answers go wrong. NumPy only."""
