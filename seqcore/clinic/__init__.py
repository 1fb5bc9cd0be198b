"""The clinic: experiments badly set in one way, in data files; what is wrong, what heals them, and whether it did."""
