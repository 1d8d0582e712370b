"""Pure arithmetic of the station: no input or output, clock, thread, log or chance. Time arrives with the fact."""
