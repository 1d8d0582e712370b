"""Files and pixels of pictures."""
