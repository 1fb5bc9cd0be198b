"""What the tutorials say and what we measured: claims as data, numbers by seed, and a rule that compares the two."""
