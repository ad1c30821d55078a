"""Shared by the tests: the three organisations, config texts, invented histories, oracles."""
