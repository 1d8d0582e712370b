"""What the screens are made of: a widget takes values and shows them."""
