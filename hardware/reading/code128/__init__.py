"""Code 128 decoded from a blurred profile as one sequence."""
