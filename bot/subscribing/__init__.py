"""What a chat has chosen to be told, and how."""
