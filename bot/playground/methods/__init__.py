"""The Bot API methods, one module per concern; each takes world and parameters and gives the result."""
