"""Twins: one release published twice, in the other script or by somebody else, found and made one."""
