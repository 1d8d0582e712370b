"""The way up: batches out of the outbox, and what the centre answers."""
