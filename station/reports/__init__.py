"""What was recorded, written out for people and other programs."""
