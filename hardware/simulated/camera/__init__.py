"""A simulated camera: true labels under it, and what happens to them on their way."""
