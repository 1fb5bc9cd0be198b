"""What the curves of a run say: at most two sentences, each with its evidence and one thing to try."""
