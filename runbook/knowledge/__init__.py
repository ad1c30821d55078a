"""What ships with the product and is the same for every organisation: AWS facts, steps, sheets, words."""
