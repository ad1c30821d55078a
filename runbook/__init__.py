"""Writes a company's own AWS root-user runbook from one YAML file."""

__version__ = "0.1.0"
TOOL = f"runbook {__version__}"
