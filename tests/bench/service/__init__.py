"""The service bench: the whole answer, over HTTP beside OpenSearch, in process, under load and in little memory."""
