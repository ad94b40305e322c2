"""Strategies that an organisation brings along: tried on what is there, installed, and withdrawn."""
