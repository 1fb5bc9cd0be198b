"""Regression of a line: points with noise, a network that reads one number, and least squares beside it."""
