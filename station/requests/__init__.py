"""How what a person asks reaches the record: straight, or handed over to the station that runs."""
