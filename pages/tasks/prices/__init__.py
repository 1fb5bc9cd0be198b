"""What only the screen of the price task shows."""
