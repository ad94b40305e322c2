"""The shapes that the tables have had, each with the way there and back."""
