"""The screen of the autoencoder."""
