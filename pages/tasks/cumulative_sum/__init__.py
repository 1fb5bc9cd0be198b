"""The screen of the cumulative sum."""
