"""The record after a disaster: prove, save, restore what was confirmed."""
