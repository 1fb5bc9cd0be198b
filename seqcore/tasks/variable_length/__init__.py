"""Sequences of different length, filled up to one."""
