"""The engine: settings, compiled programs, states, and the pure function that advances one to the next."""
