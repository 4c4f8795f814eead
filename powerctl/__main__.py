"""``python -m powerctl``."""

from powerctl.cli import main

if __name__ == "__main__":
    main()
