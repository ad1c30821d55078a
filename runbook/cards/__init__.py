"""Small papers beside the runbook: door sheet, wallet card, envelope front, labels, tent card, telephone card."""
