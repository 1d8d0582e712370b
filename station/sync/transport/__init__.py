"""HTTP to the centre: whom the station trusts, how it asks, how long it waits."""
