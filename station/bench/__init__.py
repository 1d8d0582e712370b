"""Benchmarks: they print figures, ours and the peers' in the same run, and assert nothing."""
