"""One step a file; the number says the order."""
