"""Training of the parser's model, which needs both `references` and `styles`."""
