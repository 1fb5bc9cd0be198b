"""The engine: settings, compiled programs, states, and the pure function that advances one to the next."""

import os

# Read by TensorFlow when it is imported: no word of what it does, and no graphics card.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
