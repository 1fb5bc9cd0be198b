"""The kinds of layers that an architecture can put in its list: to add one, write its file."""
