"""Opens a page from disk in headless Chromium, without a network, in light and dark and on paper,
and tells what it looks like:

    open_with_chromium.py PAGE DIRECTORY

DIRECTORY receives light.png, dark.png and page.pdf. Says what the browser made of the page, and
objects where it complained, fetched something or drew nothing.
"""

import os
import re
import struct
import subprocess
import sys
import zlib

COMMON = [
    "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
    "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND",
    "--enable-logging=stderr", "--window-size=1200,1600", "--no-pdf-header-footer",
]


def browse(page, flags):
    """Standard output of the browser, and the lines that the page made it log."""
    done = subprocess.run(COMMON + flags + ["file://" + page], capture_output=True, text=True,
                          timeout=100)
    if done.returncode != 0:
        sys.exit("chromium ended with %d: %s" % (done.returncode, done.stderr[-2000:]))
    complaints = [line for line in done.stderr.splitlines() if ":CONSOLE" in line]
    if complaints:
        sys.exit("the browser complains: " + complaints[0])
    return done.stdout


def pixels(file):
    """Width, height, and the pixels of a PNG with 8 bits a channel, as rows of bytes."""
    data = open(file, "rb").read()
    width, height, depth, colour = struct.unpack(">IIBB", data[16:26])
    channels = {2: 3, 6: 4}[colour]
    assert depth == 8
    packed, at = b"", 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IDAT":
            packed += data[at + 8:at + 8 + length]
        at += 12 + length
    return width, height, channels, zlib.decompress(packed)


def corner(file):
    """The colour of the first pixel, which no filter of PNG changes, and how much is drawn: packed
    rows that are all alike come to nearly nothing."""
    _, _, channels, raw = pixels(file)
    red, green, blue = raw[1:4]
    return "#%02x%02x%02x" % (red, green, blue), len(zlib.compress(raw)) > 20000


def main():
    page, directory = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    light, dark = os.path.join(directory, "light.png"), os.path.join(directory, "dark.png")
    paper = os.path.join(directory, "page.pdf")
    dom = browse(page, ["--screenshot=" + light, "--print-to-pdf=" + paper, "--dump-dom"])
    browse(page, ["--screenshot=" + dark, "--blink-settings=preferredColorScheme=0"])
    print("title: " + re.search("<title>(.*?)</title>", dom).group(1))
    print("tables: %d" % dom.count("<table>"))
    print("charts: %d" % dom.count('role="img"'))
    for name, file in (("light", light), ("dark", dark)):
        colour, drawn = corner(file)
        print("%s: on %s" % (name, colour))
        if not drawn:
            sys.exit(file + " shows next to nothing")
    sheets = len(re.findall(rb"/Type\s*/Page\b", open(paper, "rb").read()))
    print("paper: %s" % ("some sheets" if sheets > 1 else "%d sheets" % sheets))


if __name__ == "__main__":
    main()
