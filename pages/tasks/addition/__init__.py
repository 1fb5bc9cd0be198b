"""What only the screens of the two addition tasks show."""
