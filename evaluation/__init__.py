"""Proof: measures exactly the chain that the service runs, never a copy of it."""
