"""A simulated scale: a real port, a load that settles, and any protocol between them."""
