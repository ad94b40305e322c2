"""Reading what strangers send: every file in a process of its own, which can do nothing but read it."""
