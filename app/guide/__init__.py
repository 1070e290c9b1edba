"""What to look at: the text of the chosen recipe, and small live figures of the ideas behind it."""
