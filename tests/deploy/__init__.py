"""What stands under deploy/ fits the program and is what its own tools take."""
