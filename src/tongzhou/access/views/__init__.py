"""The pages of access, by who uses them."""
