"""Problems of arithmetic: which there are, which are held out, and drawing them."""
