"""The rows behind the runs, prepared beside the window."""
