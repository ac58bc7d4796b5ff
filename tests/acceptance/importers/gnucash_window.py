"""GnuCash on a screen of its own, moved by mouse and keys as a person would; what it shows is read by way of the
interface for screen readers. Asking that interface to act would hang where a dialog opens."""
import os
import subprocess
import sys
import time

import pyatspi

# A machine that is busy with other tests opens windows slowly.
PATIENCE = 60
HELPERS = (("openbox",), ("/usr/libexec/at-spi-bus-launcher", "--launch-immediately"))


def elements(root):
    yield root
    for index in range(root.childCount):
        child = root.getChildAtIndex(index)
        if child is not None:
            yield from elements(child)


def showing(element):
    states = element.getState()
    return states.contains(pyatspi.STATE_SHOWING) and states.contains(pyatspi.STATE_SENSITIVE)


class Window:
    def __init__(self, book):
        self.book = book
        self.helpers = {command: None for command in HELPERS}
        self.start_helpers()
        for schema, key, value in (("org.gnome.desktop.interface", "toolkit-accessibility", "true"),
                                   ("org.gnucash.GnuCash.dialogs.tip-of-the-day", "show-at-startup", "false")):
            subprocess.run(["gsettings", "set", schema, key, value], check=False, stderr=subprocess.DEVNULL)
        self.program = subprocess.Popen(["gnucash", book], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def start_helpers(self):
        """Those that are not there, or not any more: without a window manager keys go nowhere."""
        for command, helper in self.helpers.items():
            if helper is None or helper.poll() is not None:
                self.helpers[command] = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self):
        self.wait("menu", "File")
        # The tip of the day comes after the window, where it comes.
        for _ in range(5):
            if self.find("push button", "Close"):
                self.click("push button", "Close")
            time.sleep(1)
        return self

    def __exit__(self, *_):
        for process in [self.program, *self.helpers.values()]:
            # GnuCash would ask whether it should.
            process.kill()
            process.wait()

    def windows(self):
        for application in pyatspi.Registry.getDesktop(0):
            if application is not None and "gnucash" in application.name.lower():
                yield from (window for window in application if window is not None)

    def find(self, role, *names):
        """The first element of one of these names that can be used, or nothing. Windows come and go meanwhile."""
        try:
            for window in self.windows():
                for element in elements(window):
                    if element.getRoleName() == role and element.name in names and showing(element):
                        return element
        except Exception as gone:  # pyatspi raises GLib's errors, which have no common type of its own
            if "atspi" not in str(gone).lower() and not isinstance(gone, LookupError):
                raise
        return None

    def wait(self, role, *names):
        for _ in range(PATIENCE * 4):
            if self.program.poll() is not None:
                sys.exit("GnuCash has ended")
            self.start_helpers()
            found = self.find(role, *names)
            if found:
                return found
            time.sleep(0.25)
        sys.exit(f"GnuCash shows no {role} {' or '.join(names)}; it shows {self.shown()}")

    def shown(self):
        return [(window.name, [e.name for e in elements(window) if e.getRoleName() == "label" and e.name][:20])
                for window in self.windows()]

    def click(self, role, *names):
        place = self.wait(role, *names).queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
        self.act("mousemove", str(place.x + place.width // 2), str(place.y + place.height // 2))
        time.sleep(0.2)
        self.act("click", "1")
        time.sleep(0.7)

    def act(self, *arguments):
        subprocess.run(["xdotool", *arguments], check=True, env=os.environ)

    def keys(self, *names):
        for name in names:
            self.act("key", name)
            time.sleep(0.5)

    def save(self):
        """What was changed, which must be something."""
        before = os.stat(self.book).st_mtime_ns
        for _ in range(PATIENCE // 2):
            self.keys("ctrl+s")
            time.sleep(1.5)
            if os.stat(self.book).st_mtime_ns != before:
                return
        sys.exit("GnuCash has nothing to save")

    def choose_file(self, file):
        """On the page of an assistant that chooses files; goes on to the next page."""
        for _ in range(PATIENCE // 6):
            # The page opens slowly, and keys that come too soon are lost.
            self.keys("ctrl+l", "ctrl+a")
            self.act("type", "--delay", "30", file)
            time.sleep(3)
            if self.find("push button", "Next"):
                return self.click("push button", "Next")
        sys.exit(f"GnuCash does not take {file}; it shows {self.shown()}")

    def choose_first(self, role, *names):
        """Below the present choice of a list."""
        self.click(role, *names)
        self.keys("Down", "Return")
        time.sleep(1.5)

    def open_file(self, file):
        """In a dialog that chooses files."""
        self.wait("push button", "Import")
        self.keys("ctrl+l")
        self.act("type", "--delay", "15", file)
        # The first one may go to the list of names that begin like this.
        for _ in range(PATIENCE // 2):
            self.keys("Return")
            time.sleep(1.5)
            if not self.find("push button", "Import"):
                return
        sys.exit(f"GnuCash does not open {file}; it shows {self.shown()}")
