"""An EPCIS 2.0 repository as the centre."""
