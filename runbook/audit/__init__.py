"""The auditor's bundle: what register, records and config prove about a span of days, and what they do not."""
