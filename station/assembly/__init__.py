"""From configuration to station: the room that names drivers."""
