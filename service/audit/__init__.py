"""Who did what, and when: a log that only grows, in which every entry vouches for those before it."""
