"""The disclosure site: from public types to a folder that anybody may read."""
