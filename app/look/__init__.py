"""Light, dark, and what both share."""
