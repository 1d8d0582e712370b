"""What protocols share: from bytes to messages."""
