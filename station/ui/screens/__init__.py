"""The three screens of the station and the question in between."""
