"""The pages of administrators: calls, keys, roles, retention, strategies, work and the audit log."""
