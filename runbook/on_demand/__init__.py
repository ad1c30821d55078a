"""Papers made for a moment, which no edition lists: one packet, in one language or two, and how it is known again."""
