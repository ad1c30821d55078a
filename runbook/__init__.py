"""Writes a company's own AWS root-user runbook from one YAML file."""

__version__ = "0.1.0"
TOOL = f"runbook {__version__}"

INTERRUPTED = 130  # the exit code of a run that was ended by Ctrl-C, before or after anything is loaded
