"""The partners' OpenAPI documents as pages that people read and try out; everything that they need is in this folder."""
