"""Text: what is read, and what it is held against. Knows nothing of models or the web."""
