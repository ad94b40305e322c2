"""The pages of reviewers: calls, their queues, and one dossier at a time."""
