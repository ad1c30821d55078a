"""One module for each command: its options and its help, one call, and what is shown of the result."""
