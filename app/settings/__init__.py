"""The settings panel: every setting of a recipe, made from its declaration."""
