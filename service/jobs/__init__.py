"""The work behind an assessment: durable steps on a queue, done by workers."""
