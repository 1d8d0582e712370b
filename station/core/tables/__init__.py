"""Files that a person or a program wrote, read with every problem named."""
