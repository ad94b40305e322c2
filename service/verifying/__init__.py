"""The check of a saved report: by itself, and against the proposal that it is about."""
