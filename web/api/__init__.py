"""What programs are given: JSON bodies, their schemas, the OpenAPI description."""
