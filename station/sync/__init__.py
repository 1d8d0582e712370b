"""The way to the centre: queued scans go out in batches, and leave the queue only when the centre names them."""
