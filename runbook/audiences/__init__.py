"""Whom a set of sheets is for: what readers of roles only are told instead, and proof that it is all they are told."""
