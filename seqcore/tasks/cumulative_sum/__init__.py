"""Whether the sum so far exceeds a limit."""
