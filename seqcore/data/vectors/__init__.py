"""Word vectors: numbers for words, learned elsewhere from much text without tags."""
