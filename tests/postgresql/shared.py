# SPDX-License-Identifier: MIT
"""The one server of a test run, with the extension in its database, and helpers around it."""

import functools
import os
import subprocess

from server import TOP, Server

COHORT = TOP / "examples" / "cohort.csv"

# attempt(sql): the only value of a query as text, or `SQLSTATE: message. detail`.
ATTEMPT = """
CREATE FUNCTION attempt(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    result text;
    message text;
    detail text;
BEGIN
    EXECUTE query INTO result;
    RETURN result;
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
    RETURN SQLSTATE || ': ' || message || '. ' || detail;
END $$;
"""

TYPES = """
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TYPE pair AS (a int, b int);
CREATE DOMAIN two_letters AS text;
"""

_server = None


def server():
    global _server
    if _server is None:
        _server = Server()
        _server.psql("CREATE EXTENSION nfhscreen;" + ATTEMPT + TYPES)
    return _server


def stop():
    if _server is not None:
        _server.stop()


def quoted(text):
    return "NULL" if text is None else "'" + text.replace("'", "''") + "'"


def attempts(queries):
    """What each query gives, or its error; in one session."""
    values = ",".join("(%d, %s)" % (i, quoted(query)) for i, query in enumerate(queries))
    found = server().rows("SELECT attempt(query) FROM (VALUES %s) v (i, query) ORDER BY i" % values)
    return [row[0] for row in found]


def screen(*arguments, **options):
    """The output of the screen program."""
    run = subprocess.run([os.environ["NFH_SCREEN"], *map(str, arguments)], capture_output=True,
                         text=True, encoding="utf-8", check=False, **options)
    if run.returncode == 2:
        raise RuntimeError(run.stderr)
    return run.stdout


@functools.lru_cache(maxsize=None)
def criteria():
    """The ids of the criteria, as the header of screen's output has them."""
    return screen(COHORT).splitlines()[0].split(",")[2:]


def make_table(name, quantities="text"):
    """A table with a column for each parameter of the built-in rule set; how to keep quantities."""
    server().psql("""
        SELECT format('CREATE TABLE %s (subject_id text PRIMARY KEY%%s)', string_agg(format(', %%I %%s',
            name, CASE type WHEN 'Quantity' THEN '%s' ELSE column_type END), ''))
        FROM nfh_parameters() \\gexec""" % (name, quantities))


def load(name, path):
    server().psql("\\copy %s FROM '%s' CSV HEADER" % (name, path))


def expression(values):
    """A record of SQL with the named values: {"ast": "81::numeric"} to a subquery c."""
    return "(SELECT %s) c" % ", ".join("%s AS %s" % (value, name) for name, value in values.items())


def verdict(values, *arguments):
    """The query for the verdict of a record."""
    return "SELECT nfh_verdict(%s) FROM %s" % (", ".join(("c",) + arguments), expression(values))
