"""Two assessments beside each other: read, compared, and shown in every format."""
