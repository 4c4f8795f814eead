"""The language server for editors: what ``validate`` knows, while the file is being written. It writes nothing."""
