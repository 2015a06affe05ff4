# SPDX-License-Identifier: MIT
"""What a backend keeps: rule sets compiled once, records whose type changes, memory that stays flat,
errors after which it goes on, cancels that it heeds."""

import os
import re
import time
import unittest

from server import TOP
from shared import COHORT, attempts, load, make_table, quoted, server

RULES = """library Own version '%s'
parameter x Decimal
/*
@id: OWN
@category: exclusion
@short: own
@text: own
*/
define "Own": x > %s.0"""
# $NFH_TEST_SLOW: a part shows what there is to show.
FULL = not os.environ.get("NFH_TEST_SLOW")
CONTEXTS = "SELECT count(*) FROM pg_backend_memory_contexts WHERE name = 'nfhscreen rule set'"


def rules(limit):
    return RULES % (limit, limit)


class Rulesets(unittest.TestCase):
    def test_from_a_table(self):
        """Each row may have its own rule set; the cache gives back what is not in use."""
        values = ", ".join("(%d, %s)" % (n, quoted(rules(n))) for n in range(40))
        output = server().psql("""
            CREATE TEMP TABLE sets (n int, source text);
            INSERT INTO sets VALUES %s;
            \\t on
            SELECT count(*) FROM sets, generate_series(0, 39) x
            WHERE nfh_verdict((SELECT r FROM (SELECT x) r), source) IS DISTINCT FROM
                CASE WHEN x > n THEN 'ineligible' ELSE 'eligible' END;
            %s;
        """ % (values, CONTEXTS), "-A")[0].split()
        self.assertEqual(output[0], "0")
        self.assertIn(int(output[1]), range(1, 18))

    def test_many_in_one_statement(self):
        """More call sites than the cache keeps: what is in use stays."""
        calls = ", ".join("nfh_verdict(c, %s)" % quoted(rules(n)) for n in range(30))
        found = server().rows("SELECT %s FROM (SELECT x FROM generate_series(0, 30, 15) x) c" % calls)
        for x, row in zip((0, 15, 30), found):
            self.assertEqual(row, ["ineligible" if x > n else "eligible" for n in range(30)])

    def test_errors(self):
        for source, state, words in (
            ("NCT00000000", "42704", 'no rule set is called "NCT00000000"'),
            ("", "42704", 'no rule set is called ""'),
            ("library X define Y: 1 +", "42601", "the rule set has 1 error"),
            ("library X\ndefine Y: 1 + 'a'\ndefine Z: 2 > 'b'", "42601", "2 errors. ruleset:2:1"),
            ("library X\ninclude Other version '1'\ndefine Y: 1", "42704", 'includes library "Other"'),
        ):
            with self.subTest(source):
                (found,) = attempts(["SELECT nfh_verdict('{}'::jsonb, %s)" % quoted(source)])
                self.assertTrue(found.startswith(state + ":"), found)
                self.assertIn(words, found)

    def test_failed_compilations_leave_nothing(self):
        found = server().rows("""
            SELECT count(attempt('SELECT nfh_verdict(''{}''::jsonb, ''library X define Y: ' || n ||
                ' +'')')) FROM generate_series(1, 200) n;
            """ + CONTEXTS)
        self.assertEqual(found, [["200"], ["0"]])

    def test_now(self):
        source = quoted(rules(1).replace("x > 1.0", "Today() > @2025-01-01"))
        query = "SELECT nfh_verdict('{}'::jsonb, %s%s)"
        self.assertEqual(attempts([query % (source, more) for more in (
            "", ", now => '2025-01-02T10:00:00Z'", ", now => '2025-01-01T10:00:00Z'")]),
            ["undetermined", "ineligible", "eligible"])
        (found,) = attempts([query % (source, ", now => 'today'")])
        self.assertRegex(found, "^22007: nfh_verdict: now: ")

    def test_parameters(self):
        """As the rule set's own text has them."""
        text = (TOP / "lib" / "rulesets" / "NCT07101562.cql").read_text(encoding="utf-8")
        declared = re.findall(r"^parameter (\w+) (\w+)", text, re.M)
        self.assertEqual(server().rows("SELECT name, type FROM nfh_parameters()"),
                         [list(pair) for pair in declared])
        self.assertEqual(server().rows("SELECT * FROM nfh_parameters() WHERE name = 'nyha_class'"),
                         [["nyha_class", "Integer", "integer", None, None, None, "1|2|3|4",
                           "New York Heart Association class"]])
        self.assertEqual(server().rows("""SELECT unit, lowest, highest FROM nfh_parameters()
                                          WHERE name = 'creatinine'"""), [["umol/L", "5", "5000"]])


class Records(unittest.TestCase):
    def test_a_table_that_changes(self):
        """In one session, through a prepared statement and PL/pgSQL; a dropped column is none."""
        found = server().rows("""
            CREATE TEMP TABLE t (gone int, x numeric, other text);
            ALTER TABLE t DROP COLUMN gone;
            INSERT INTO t VALUES (2, 'a');
            PREPARE p AS SELECT nfh_verdict(t, {0}, true) FROM t;
            CREATE FUNCTION pg_temp.f() RETURNS text LANGUAGE plpgsql AS
                $f$ DECLARE r text; BEGIN SELECT nfh_verdict(t, {0}, true) INTO r FROM t; RETURN r; END $f$;
            EXECUTE p; SELECT pg_temp.f();
            ALTER TABLE t RENAME COLUMN x TO y;
            EXECUTE p; SELECT pg_temp.f();
            ALTER TABLE t ADD COLUMN x float8 DEFAULT 0;
            EXECUTE p; SELECT pg_temp.f();
            ALTER TABLE t ALTER COLUMN x TYPE text USING '7';
            EXECUTE p; SELECT pg_temp.f();
        """.format(quoted(rules(1))))
        self.assertEqual([row[0] for row in found],
                         ["ineligible"] * 2 + ["undetermined"] * 2 + ["eligible"] * 2 +
                         ["ineligible"] * 2)

    def test_types_that_alternate(self):
        """One call gets records of two types, and extra columns are allowed now and then."""
        server().psql("""
            CREATE FUNCTION either(n int, name text) RETURNS record LANGUAGE plpgsql AS $f$
                DECLARE a record; b record;
                BEGIN
                    SELECT 3 AS x INTO a;
                    EXECUTE format('SELECT 7 AS %I, 0 AS x', name) INTO b;
                    IF n % 2 = 0 THEN RETURN a; END IF; RETURN b;
                END $f$""")
        query = ("SELECT nfh_verdict(either(n, '%s'), " + quoted(rules(1)) +
                 ", %s) FROM generate_series(0, 5) n")
        for name, extra in (("subject_id", "false"), ("site", "true"), ("site", "n % 2 = 1")):
            found = server().rows(query % (name, extra))
            self.assertEqual([row[0] for row in found], ["ineligible", "eligible"] * 3)
        state, _ = server().error(query.replace("either(n", "either(1") % ("site", "n < 3"))
        self.assertEqual(state, "42703")

    def test_a_child_of_a_table(self):
        found = server().rows("""
            CREATE TEMP TABLE site1 (x numeric, subject_id int) PARTITION BY LIST (subject_id);
            CREATE TEMP TABLE site1a (subject_id int, x numeric);
            ALTER TABLE site1 ATTACH PARTITION site1a FOR VALUES IN (1);
            INSERT INTO site1 VALUES (2, 1);
            SELECT nfh_verdict(s, {0}) FROM site1 s;
        """.format(quoted(rules(1))))
        self.assertEqual(found, [["ineligible"]])

    def test_large_values(self):
        """A value that is stored out of line, and compressed."""
        source = rules(1).replace("x Decimal", "x String").replace("x > 1.0", "Length(x) > 50000")
        found = server().rows("""
            CREATE TEMP TABLE big (x text);
            INSERT INTO big VALUES (repeat('a', 60000)),
                ((SELECT string_agg(md5(n::text), '') FROM generate_series(1, 1900) n)), ('a');
            SELECT nfh_verdict(b, {0}), nfh_verdict(to_jsonb(b), {0}) FROM big b
        """.format(quoted(source)))
        self.assertEqual(found, [["ineligible"] * 2] * 2 + [["eligible"] * 2])


class Lasting(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        make_table("lasting")
        load("lasting", COHORT)

    def peak(self, queries):
        """The most memory of a backend, in kB, after each of the queries."""
        show = "\\! grep VmHWM /proc/$NFH_BACKEND/status\n"
        output = server().psql(
            "SELECT pg_backend_pid() AS pid \\gset\n\\setenv NFH_BACKEND :pid\n" +
            "".join("%s;\n%s" % (query, show) for query in queries))[0]
        return [int(kb) for kb in re.findall(r"VmHWM:\s+(\d+) kB", output)]

    def flat(self, query, few, many):
        first, last = self.peak([query % few, query % many])
        self.assertLess(last - first, 1024, query)

    def test_a_million_rows(self):
        rows = 22000 if FULL else 5000
        self.flat("SELECT count(nfh_verdict(c)) FROM lasting c, generate_series(1, %d)", 1000, rows)

    def test_other_functions(self):
        for function, many in (("nfh_verdict(to_jsonb(c))", 200), ("nfh_input_error(c)", 1000),
                               ("nfh_report(c)", 4)):
            self.flat("SELECT count(" + function + ") FROM lasting c, generate_series(1, %d)", 2,
                      many)
        self.flat("SELECT count(s) FROM generate_series(1, %d), lasting c, nfh_screen(c) s", 2, 20)
        self.flat("SELECT count(r) FROM generate_series(1, %d), lasting c, "
                  "nfh_criteria(c) AS r(verdict text, incl03 boolean)", 20, 500)

    def test_errors_leave_nothing(self):
        self.flat("""DO $$ BEGIN FOR i IN 1..%d LOOP
            BEGIN PERFORM nfh_verdict('{"ast": "x"}'::jsonb); EXCEPTION WHEN OTHERS THEN NULL; END;
            END LOOP; END $$""", 200, 4000)

    def test_statements_leave_nothing(self):
        """What a statement keeps goes with it."""
        self.flat("""DO $$ BEGIN FOR i IN 1..%d LOOP
            EXECUTE 'SELECT nfh_verdict(to_jsonb(c)) FROM (SELECT 20 AS ast) c';
            END LOOP; END $$""", 100, 2000)

    def test_error_in_the_middle(self):
        """The statement fails, and the session goes on as before."""
        output, errors = server().psql("""
            \\set ON_ERROR_STOP 0
            \\t on
            CREATE TEMP TABLE bad AS SELECT n AS subject_id, CASE WHEN n = 500 THEN 'NA' ELSE '20' END
                AS ast FROM generate_series(1, 1000) n;
            SELECT count(nfh_verdict(b)) FROM bad b;
            SELECT count(nfh_verdict(b)) FROM bad b WHERE nfh_input_error(b) IS NULL;
            BEGIN; SAVEPOINT s; SELECT count(nfh_verdict(b)) FROM bad b; ROLLBACK TO s;
            SELECT count(nfh_verdict(b)) FROM bad b WHERE subject_id <> 500; COMMIT;
        """, "-A")
        self.assertEqual(output.split(), ["999", "999"])
        self.assertEqual(errors.count('ERROR:  22P02: ast: "NA" is not'), 2)
        self.assertEqual(errors.count("CONTEXT:  screening of subject 500"), 2)
        self.assertEqual(errors.count("ERROR:"), 2)

    def test_cursor_left_open(self):
        """A statement that is not run to its end gives back what it holds."""
        found = server().rows("""
            BEGIN; DECLARE d CURSOR FOR SELECT nfh_verdict(c, %s, true) FROM lasting c;
            FETCH 1 FROM d; CLOSE d; COMMIT; SELECT nfh_verdict('{}'::jsonb)""" % quoted(rules(1)))
        self.assertEqual(found, [["undetermined"], ["undetermined"]])

    def test_cancel(self):
        for query in ("count(nfh_verdict(c)) FROM lasting c, generate_series(1, 1000000)",
                      "count(nfh_report(c)) FROM lasting c, generate_series(1, 1000000)",
                      "count(s) FROM lasting c, generate_series(1, 1000000), nfh_screen(c) s"):
            start = time.monotonic()
            state, _ = server().error("SET statement_timeout = 200; SELECT " + query)
            self.assertEqual(state, "57014")
            self.assertLess(time.monotonic() - start, 5)


class Encodings(unittest.TestCase):
    def test_latin1(self):
        """Texts and messages in a database whose encoding is not the library's."""
        server().psql("CREATE DATABASE western ENCODING 'LATIN1' TEMPLATE template0")
        server().psql("CREATE EXTENSION nfhscreen", database="western")
        source = rules(1).replace("x Decimal", "x String").replace("x > 1.0", "x = 'Zoë'")
        self.assertEqual(server().rows("SELECT nfh_verdict(c, %s) FROM (SELECT 'Zoë'::text AS x) c" %
                                       quoted(source), "western"), [["ineligible"]])
        state, text = server().error("SELECT nfh_verdict('{\"ast\": \"ü\"}'::jsonb)", "western")
        self.assertEqual(state, "22P02")
        self.assertIn('ast: "ü" is not', text)
        self.assertEqual(server().rows("SELECT nfh_report('{\"subject_id\": \"Zoë\"}'::jsonb, %s)"
                                       " ->> 'subject_id'" % quoted(source), "western"), [["Zoë"]])
