"""Files that watch and limit root users in AWS, made of the config. Nothing here applies them, and nothing here can."""
