"""The kernel of the record: append-only, one sequence, one hash chain."""
