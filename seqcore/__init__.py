"""Sequence Lab without a screen: tasks, architectures, training, runs and jobs. Never imports streamlit."""
