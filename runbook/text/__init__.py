"""Signs and words: refused characters, glyphs of our fonts, contrast, secrets, near misses. Knows no organisation."""
