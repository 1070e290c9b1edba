"""Several runs at once: what to vary, their pictures as they fill, and the one that is chosen."""
