"""Who did what: the audit log of writes and the access log of reads. Ground floor."""
