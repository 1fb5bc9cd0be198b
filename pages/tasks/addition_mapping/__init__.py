"""The screen of addition as a mapping."""
