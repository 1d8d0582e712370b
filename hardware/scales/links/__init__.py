"""The ways to a scale: serial port, socket, USB HID, a recording."""
