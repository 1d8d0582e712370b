"""Who may open a device, and who has it open."""
