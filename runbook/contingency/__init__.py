"""What can still be done while something is missing: packets tried with people, places and services gone.

``docs/contingency.md`` says what is modelled and what is not.
"""
