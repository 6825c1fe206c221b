"""The district's places: a dated tree of divisions and posts. See README.md."""
