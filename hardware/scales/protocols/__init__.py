"""The protocols of scales, a file a family."""
