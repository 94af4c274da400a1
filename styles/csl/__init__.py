"""The CSL processor: style and locale XML compiled to functions, and what they print."""
