"""From an organisation to finished sheets: views, words and codes, pages, and the gate."""
