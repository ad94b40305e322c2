"""The parts of an explanation: evidence, what would change a grade, its nearest rival, what is missing."""
