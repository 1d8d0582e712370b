"""The way up to the centre: what an answer means, the client, the loop."""
