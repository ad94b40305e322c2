"""Telling others that something is ready: signed messages with ids and links, and nothing of a proposal."""
