"""The way down: sort plan, hold list and manifest of the centre."""
