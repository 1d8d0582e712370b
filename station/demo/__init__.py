"""The demonstration: a simulated worker at a station that is real from the devices up."""
