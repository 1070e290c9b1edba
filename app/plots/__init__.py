"""Curves and weight images, live."""
