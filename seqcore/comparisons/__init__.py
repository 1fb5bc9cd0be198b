"""Comparisons: variants of one experiment, trained with the same seeds, and whether they differ by more than noise."""
