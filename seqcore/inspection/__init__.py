"""Looking inside a trained network: states, gates, memory, weights. Pure functions of arrays, but for what workers run."""
