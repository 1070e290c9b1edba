"""The 2-D lab: points that can be moved by hand, and what a model makes of the plane between them."""
