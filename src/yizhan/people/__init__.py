"""Tenants, accounts, roles, and the audit of who did what: no more about people than is needed."""
