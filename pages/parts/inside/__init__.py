"""The "Inside" panel of every screen whose network has recurrent layers: its views, and what they share."""
