"""Series of values over time: where they come from, and how they become windows a network can learn from."""
