"""The screen of a line."""
