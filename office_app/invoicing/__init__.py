"""Invoicing: finished visits to review, calls to invoice, invoices and warranty claims."""
