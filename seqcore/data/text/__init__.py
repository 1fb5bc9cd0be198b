"""Text as data: reading files, turning characters into codes, and the n-gram models that a network must beat."""
