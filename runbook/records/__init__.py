"""Records: what was done on paper or on a screen, taken in, judged and kept beside the config.

This package itself loads nothing: whoever asks what was last done loads no template.
"""
