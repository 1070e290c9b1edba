"""The canvas, and what the model reads on it."""
