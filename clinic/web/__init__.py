"""HTTP infrastructure: middleware, error pages, health checks, well-known files."""
