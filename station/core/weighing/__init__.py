"""When a weight is a parcel's weight."""
