"""The record: SQLite, one writer (`Store`), any number of read-only connections (`Reads`)."""
