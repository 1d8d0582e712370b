"""What other codes of a label and other frames say of a number that was read."""
