"""Prices, one step or more ahead."""
