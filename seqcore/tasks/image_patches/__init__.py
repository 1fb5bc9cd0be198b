"""Handwritten digits, cut into patches that are read one after the other."""
