"""Pages, looked at in browsers."""
