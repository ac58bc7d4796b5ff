"""Holds OFX files to the standard's structure: SGML of version 1 by onsgmls, XML of version 2 by xmllint, both
against the document type definitions that come with libofx."""
import glob
import os
import re
import subprocess
import sys
import tempfile

# The files of a version are all there, or none.
FOLDERS = sorted(glob.glob("/usr/share/libofx*/libofx/dtd"))


def objections(command, **options):
    run = subprocess.run(command, capture_output=True, check=False, **options)
    said = (run.stdout + run.stderr).decode(errors="replace")
    return "" if run.returncode == 0 else said or f"{command[0]} ended with {run.returncode}"


def of_sgml(text, folder):
    # The definition's character set has no more than ASCII: other bytes are masked.
    body = bytes(byte if byte < 128 else ord("?") for byte in text[text.index(b"<OFX>"):])
    with tempfile.NamedTemporaryFile(suffix=".sgml") as masked:
        masked.write(body.replace(b"\r\n", b"\n"))
        masked.flush()
        environment = {**os.environ, "SP_CHARSET_FIXED": "1", "SP_ENCODING": "ms-dos"}
        return objections(["onsgmls", "-s", f"{folder}/opensp.dcl", f"{folder}/ofx160.dtd", masked.name],
                          env=environment)


def of_xml(file, folder):
    return objections(["xmllint", "--noout", "--nonet", "--dtdvalid", f"{folder}/ofx201.dtd", file])


def main(files):
    if not FOLDERS:
        sys.exit("the definitions are missing: install the Debian package ofx")
    for file in files:
        with open(file, "rb") as opened:
            text = opened.read()
        if text.startswith(b"OFXHEADER:100"):
            version, found = "SGML", of_sgml(text, FOLDERS[-1])
        elif re.match(rb"<\?xml [^>]*\?>\s*<\?OFX OFXHEADER=\"200\"", text):
            version, found = "XML", of_xml(file, FOLDERS[-1])
        else:
            sys.exit(f"{file}: neither version 1 nor version 2 begins like this")
        if found:
            sys.exit(f"{file}: {found}")
        print(f"{os.path.basename(file)}\t{version}\tvalid")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("name the files")
    main(sys.argv[1:])
