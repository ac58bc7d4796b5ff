"""A screen of its own for a driver of GnuCash."""
import os
import subprocess
import sys

INSIDE = "BURSAR_GNUCASH_SCREEN"


def run(main):
    """Starts this program once more on a new screen, and there `main` with the files that were named."""
    if len(sys.argv) < 2:
        sys.exit("name the files in the order they were issued")
    if INSIDE in os.environ:
        return main(sys.argv[1:])
    screen = ["xvfb-run", "--auto-servernum", "--server-args=-screen 0 1280x900x24", "dbus-run-session", "--"]
    environment = {**os.environ, INSIDE: "1", "LANG": "C.UTF-8", "NO_AT_BRIDGE": "0"}
    sys.exit(subprocess.run([*screen, sys.executable, "-B", *sys.argv], env=environment, check=False).returncode)
