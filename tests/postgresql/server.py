# SPDX-License-Identifier: MIT
"""A PostgreSQL server of its own for the tests of the extension: in a temporary directory, on a
socket only, as user postgres or nobody when root runs it.

Nothing is written into the system's directories. PostgreSQL finds its files by where its program
lies, so the program is copied to where the extension was installed below $NFH_PG_STAGE, beside
links to the rest.
"""

import csv
import io
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
PG_CONFIG = os.environ.get("PG_CONFIG", "pg_config")
# psql writes NULL so, to tell it from the empty text.
NULL = "<NULL>"


def pg_config(what):
    return subprocess.run([PG_CONFIG, "--" + what], check=True, capture_output=True,
                          text=True).stdout.strip()


def server_user():
    """Whom the server runs as: root may not."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            pass
    raise RuntimeError("there is neither a user postgres nor a user nobody")


def link_all(source, target):
    """Links to everything in a directory that is not there yet."""
    target.mkdir(parents=True, exist_ok=True)
    for entry in sorted(Path(source).iterdir()):
        if not (target / entry.name).exists():
            (target / entry.name).symlink_to(entry)


class Failure(Exception):
    """An error of SQL. message: all that psql wrote of it."""


class Server:
    def __init__(self):
        self.user = server_user()
        self.directory = Path(tempfile.mkdtemp(prefix="nfhpg"))
        self.process = None
        try:
            self.directory.chmod(0o755)
            self.programs = self.place_files()
            self.start()
        except BaseException:
            self.stop()
            raise

    def place_files(self):
        root = self.directory / "root"
        shutil.copytree(os.environ["NFH_PG_STAGE"], root)
        below = lambda name: root / pg_config(name).lstrip("/")
        programs = below("bindir")
        programs.mkdir(parents=True)
        for name in ("postgres", "initdb"):
            shutil.copy(Path(pg_config("bindir")) / name, programs)
        link_all(Path(pg_config("sharedir")) / "extension", below("sharedir") / "extension")
        link_all(pg_config("sharedir"), below("sharedir"))
        link_all(pg_config("pkglibdir"), below("pkglibdir"))
        # The build may lie where the server's user cannot go.
        self.libraries = self.directory / "lib"
        self.libraries.mkdir()
        library = Path(os.environ["NFHSCREEN_LIBRARY"]).resolve()
        shutil.copy(library, self.libraries / "libnfhscreen.so.0")
        return programs

    def as_user(self, command, **options):
        environment = {**os.environ, "LD_LIBRARY_PATH": str(self.libraries), "LC_ALL": "C.UTF-8"}
        environment.pop("LD_PRELOAD", None)
        user = {} if self.user is None else {
            "user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        return subprocess.Popen(command, env=environment, cwd=self.directory,
                                stdin=subprocess.DEVNULL, **user, **options)

    def start(self):
        data, log = self.directory / "data", self.directory / "log"
        for path in (data, log):
            path.mkdir(mode=0o700)
            if self.user is not None:
                os.chown(path, self.user.pw_uid, self.user.pw_gid)
        made = self.as_user([self.programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust",
                             "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"],
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        output, _ = made.communicate()
        if made.returncode != 0:
            raise RuntimeError("initdb: " + output)
        settings = {"listen_addresses": "", "unix_socket_directories": log, "fsync": "off",
                    "autovacuum": "off", "shared_buffers": "32MB", "jit": "off"}
        command = [self.programs / "postgres", "-D", data]
        for name, value in settings.items():
            command += ["-c", "%s=%s" % (name, value)]
        self.socket = log
        self.log = open(self.directory / "server.log", "w+b")
        self.process = self.as_user(command, stdout=self.log, stderr=subprocess.STDOUT)
        self.wait()

    def wait(self):
        for _ in range(1200):
            if self.process.poll() is not None:
                raise RuntimeError("the server has ended: " + self.log_text())
            found = subprocess.run(self.psql_command("postgres") + ["-c", "SELECT 1"],
                                   capture_output=True, check=False)
            if found.returncode == 0:
                return
            time.sleep(0.05)
        raise RuntimeError("the server does not answer: " + self.log_text())

    def log_text(self):
        self.log.seek(0)
        return self.log.read().decode("utf-8", "replace")

    def psql_command(self, database):
        return ["psql", "-X", "-q", "-h", str(self.socket), "-U", "postgres", "-d", database,
                "-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=verbose"]

    def psql(self, sql, *options, database="postgres", fails=False):
        """What psql writes for a text of SQL and of its own commands, and its errors."""
        environment = {**os.environ, "PGCLIENTENCODING": "UTF8", "PGTZ": "UTC"}
        environment.pop("LD_PRELOAD", None)
        run = subprocess.run(self.psql_command(database) + list(options), input=sql, text=True,
                             capture_output=True, env=environment, check=False, encoding="utf-8")
        if run.returncode != 0 and not fails:
            raise Failure(run.stderr.strip())
        return run.stdout, run.stderr

    def merged(self, command, sql):
        """Output and errors as they come, in one text."""
        environment = {**os.environ, "PGCLIENTENCODING": "UTF8"}
        environment.pop("LD_PRELOAD", None)
        return subprocess.run(command, input=sql, text=True, encoding="utf-8", check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              env=environment).stdout

    def rows(self, sql, database="postgres"):
        """The rows of a query as lists of texts, None for NULL."""
        output, _ = self.psql("\\pset null '%s'\n%s" % (NULL, sql), "--csv", "-t",
                              database=database)
        found = csv.reader(io.StringIO(output, newline=""))
        # A row of one empty text is an empty line.
        return [[None if cell == NULL else cell for cell in row or [""]] for row in found]

    def value(self, sql, database="postgres"):
        ((found,),) = self.rows(sql, database)
        return found

    def error(self, sql, database="postgres"):
        """(SQLSTATE, everything) of a statement that must fail."""
        try:
            self.psql(sql, database=database)
        except Failure as failure:
            text = str(failure)
            line = next(line for line in text.splitlines() if "ERROR:" in line)
            return line.split("ERROR:")[1].split(":")[0].strip(), text
        raise AssertionError("no error: " + sql)

    def stop(self):
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.log.close()
        shutil.rmtree(self.directory, ignore_errors=True)
