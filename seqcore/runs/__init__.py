"""Runs: their folders, their events, and the view that folds events into what a screen shows."""
