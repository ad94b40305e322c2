"""Channels: each scores passages against spearheads in its own way, so that they fail differently."""
