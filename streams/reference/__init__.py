"""Lists everybody may read: material classes, substances, waste codes, CRM."""
