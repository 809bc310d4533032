"""From a question to an answer with citations: what is said is composed of the knowledge base alone."""
