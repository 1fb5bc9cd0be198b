"""Small pictures with a label each: where they come from, and how a picture of one's own becomes like them."""
