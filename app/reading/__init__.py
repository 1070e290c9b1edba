"""Why the drawing is read as it is: evidence, stages, neighbours, and how to teach the model better."""
