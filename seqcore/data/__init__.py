"""What a run is about and did not make up: a series, a text."""
