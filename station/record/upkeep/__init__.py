"""What keeps the record within its disk and true in time."""
