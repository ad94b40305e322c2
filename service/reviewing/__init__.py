"""Reviewing a call: people grade, the checker stands beside them, and nothing is ever decided here."""
