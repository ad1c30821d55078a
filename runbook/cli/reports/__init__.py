"""Results as lines for people and as records for machines: one module for each kind of result."""
