"""The Bot API methods, one module per concern; each takes the world and the parameters and gives the result."""
