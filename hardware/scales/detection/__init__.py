"""Which scale stands at a port."""
