"""What waits for the centre, what it refused, and what a person did about that."""
