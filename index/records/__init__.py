"""Records: what a file gives of a release under the names of its own, understood as a release of ours."""
