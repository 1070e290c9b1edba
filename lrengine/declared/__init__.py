"""The tables of a recipe: every setting declared once, with bounds, a default and a plain sentence."""
