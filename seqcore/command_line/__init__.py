"""What the commands of ``python -m seqcore`` list, train and report; `seqcore/__main__.py` parses and calls."""
