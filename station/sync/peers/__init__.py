"""What the stations of one hub tell each other without the centre."""
