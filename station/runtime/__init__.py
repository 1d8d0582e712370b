"""The running station: a file a thread, and what the threads share."""
