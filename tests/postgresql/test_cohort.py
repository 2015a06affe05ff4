# SPDX-License-Identifier: MIT
"""Cohorts in SQL against the screen program: the sample, which has units, kept as text; random
subjects at the limits, with quantities kept as numeric, double precision, real, text and JSON."""

import csv
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from server import TOP
from shared import COHORT, criteria, load, make_table, screen, server

ROWS = 600


def program_rows(path):
    """What screen says, as SQL shows it: None for unknown."""
    words = {"true": "t", "false": "f", "unknown": None}
    rows = [row.split(",") for row in screen(path).splitlines()[1:]]
    return [row[:2] + [words[cell] for cell in row[2:]] for row in rows]


def columns():
    return "verdict text, " + ", ".join("%s boolean" % name for name in criteria())


def sql_rows(table, subject="c"):
    return server().rows("SELECT c.subject_id, r.* FROM %s c, nfh_criteria(%s) AS r(%s) "
                         "ORDER BY subject_id" % (table, subject, columns()))


class Sample(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        make_table("sample")
        load("sample", COHORT)

    def test_criteria(self):
        expected = program_rows(COHORT)
        self.assertGreater(len(expected), 40)
        self.assertEqual(sql_rows("sample"), expected)

    def test_json(self):
        self.assertEqual(sql_rows("sample", "to_jsonb(c)"), program_rows(COHORT))
        self.assertEqual(sql_rows("sample", "jsonb_strip_nulls(to_jsonb(c))"), program_rows(COHORT))

    def test_verdict(self):
        found = server().rows("SELECT c.subject_id, nfh_verdict(c) FROM sample c ORDER BY 1")
        self.assertEqual(found, [row[:2] for row in program_rows(COHORT)])

    def test_report(self):
        """nfh_report is the report that screen writes."""
        found = server().rows("SELECT nfh_report(c) FROM sample c ORDER BY subject_id")
        expected = [json.loads(line) for line in screen("--json", COHORT).splitlines()]
        self.assertEqual([json.loads(row[0]) for row in found], expected)

    def test_screen(self):
        """The rows of nfh_screen are the criteria of the report, and the checks."""
        found = server().rows("""
            SELECT c.subject_id, json_agg(json_build_object('id', criterion, 'category', category,
                'status', coalesce(value::text, 'unknown'), 'reason', reason, 'missing', missing)
                ORDER BY n)
            FROM sample c, nfh_screen(c) WITH ORDINALITY s (criterion, category, value, reason,
                missing, n)
            GROUP BY 1 ORDER BY 1""")
        reports = [json.loads(line) for line in screen("--json", COHORT).splitlines()]
        for row, report in zip(found, reports):
            expected = [{key: criterion[key] for key in
                         ("id", "category", "status", "reason", "missing")}
                        for criterion in report["criteria"]]
            self.assertEqual(json.loads(row[1]), expected, row[0])
        self.assertEqual(len(found), len(reports))


class Random(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        made = subprocess.run([sys.executable, str(TOP / "tests/oracle/generate.py"), "--seed", "11",
                               "--rows", str(ROWS)], check=True, capture_output=True, text=True)
        rows = list(csv.reader(made.stdout.splitlines()))
        # Without what only text can hold: a unit.
        plain = [row for row in rows if not any(" " in cell for cell in row)]
        with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="", delete=False) as file:
            csv.writer(file).writerows(plain)
        cls.path = Path(file.name)
        cls.path.chmod(0o644)
        cls.expected = sorted(program_rows(cls.path))
        for name, kind in (("exact", "numeric"), ("inexact", "double precision"),
                           ("short", "real"), ("cells", "text"), ("scaled", "numeric(20, 8)")):
            make_table(name, kind)
            load(name, cls.path)

    @classmethod
    def tearDownClass(cls):
        os.unlink(cls.path)

    def test_tables(self):
        self.assertGreater(len(self.expected), ROWS // 2)
        self.assertEqual({row[1] for row in self.expected},
                         {"eligible", "ineligible", "undetermined"})
        for table in ("exact", "inexact", "cells", "scaled"):
            with self.subTest(table):
                self.assertEqual(sorted(sql_rows(table)), self.expected)

    def test_short_floats(self):
        """A real has 6 digits: where the values have no more, nothing differs."""
        same = server().rows("""
            SELECT e.subject_id FROM exact e JOIN short s USING (subject_id)
            WHERE (to_jsonb(e) - 'subject_id') = (to_jsonb(s) - 'subject_id')""")
        names = {row[0] for row in same}
        self.assertGreater(len(names), ROWS // 2)
        found = [row for row in sorted(sql_rows("short")) if row[0] in names]
        self.assertEqual(found, [row for row in self.expected if row[0] in names])

    def test_json(self):
        self.assertEqual(sorted(sql_rows("exact", "to_jsonb(c)")), self.expected)

    def test_subquery(self):
        """A record without a table: its columns in another order, and one left out."""
        found = server().rows("""
            SELECT q.id, nfh_verdict(q.s) FROM (SELECT c.subject_id AS id, s FROM exact c,
                LATERAL (SELECT c.ast, c.arco_stage, c.birth_date, c.screening_date) s) q""")
        self.assertEqual({row[1] for row in found} - {"ineligible", "undetermined"}, set())
        whole = {row[0]: row[1] for row in self.expected}
        for name, verdict in found:
            if verdict == "ineligible":
                self.assertEqual(whole[name], "ineligible")

    def test_parallel(self):
        """Workers say the same, also of records without a table."""
        output = server().psql("""
            SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0;
            SET min_parallel_table_scan_size = 0; SET max_parallel_workers_per_gather = 2;
            SET parallel_leader_participation = off;
            EXPLAIN (ANALYZE, COSTS off, TIMING off)
                SELECT nfh_verdict(c), count(*) FROM exact c GROUP BY 1;
            CREATE TEMP TABLE parallel AS
                SELECT c.subject_id, nfh_verdict(c) AS v, nfh_verdict(q) AS w
                FROM exact c, LATERAL (SELECT c.ast, c.ast_uln OFFSET 0) q;
            \\t on
            SELECT count(*), count(w) FROM parallel;
            SET max_parallel_workers_per_gather = 0;
            SELECT count(*) FROM parallel p JOIN exact c USING (subject_id)
            WHERE p.v IS DISTINCT FROM nfh_verdict(c);
        """, "-A")[0].splitlines()
        self.assertTrue(any("Workers Launched: 2" in line for line in output), output)
        count = len(self.expected)
        self.assertEqual(output[-2:], ["%d|%d" % (count, count), "0"])
