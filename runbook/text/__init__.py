"""Signs and words: refused characters, glyphs of our fonts, secrets, near misses. Knows no organisation."""
