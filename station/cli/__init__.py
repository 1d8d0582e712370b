"""Commands: results on standard output, everything else on standard error."""
