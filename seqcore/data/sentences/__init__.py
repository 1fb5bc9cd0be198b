"""Sentences whose words carry tags: reading them, those that come with the program, and their words as numbers."""
