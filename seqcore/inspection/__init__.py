"""Looking inside a network: states, gates, memory, weights. All but what workers run are functions of arrays."""
