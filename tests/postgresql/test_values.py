# SPDX-License-Identifier: MIT
"""A value of every SQL type as an input: no digit is lost, NULL and NaN are not known, and what
cannot be one is an error that names it. The rule set compares the input x with a constant, so that
the expected answers can be seen."""

import unittest

from shared import attempts, expression, quoted, server, verdict

RULES = """library Probe version '1'
parameter x %s
/*
@id: PROBE
@category: exclusion
@short: probe
@text: probe
*/
define "Probe": %s"""


def probe(kind, condition, value):
    """The query for whether the condition holds with x of that value, as text."""
    return "SELECT r.probe FROM %s, nfh_criteria(c, %s) AS r(probe boolean)" % (
        expression({"x": value}), quoted(RULES % (kind, condition)))


class Probes(unittest.TestCase):
    def check(self, kind, cases):
        queries = [probe(kind, condition, value) for condition, value, _ in cases]
        for query, (_, value, expected), found in zip(queries, cases, attempts(queries)):
            with self.subTest(query):
                self.assertEqual(found, expected, value)

    def test_decimal(self):
        self.check("Decimal", [
            ("x > 0.1", "0.1", "false"),
            ("x > 0.1", "0.10000001", "true"),
            ("x > 0.1", "0.100000004999999999999999999", "false"),
            ("x > 0.1", "0.100000005", "true"),
            ("x < 0.1", "0.099999995", "false"),
            ("x = 0.1", "0.1::float8", "true"),
            ("x = 0.1", "0.1::real", "true"),
            ("x = 88.4", "88.4::real", "true"),
            ("x = 16777217.0", "16777217::real", "false"),
            ("x = 0.3", "0.1::float8 + 0.2::float8", "true"),
            ("x = 12345678901234567890.12345678", "12345678901234567890.12345678", "true"),
            ("x = 12345678901234567890.12345678", "12345678901234567890.12345679", "false"),
            ("x = 9999999.99999999", "9999999.99999999", "true"),
            ("x = 10000000.00000001", "10000000.00000001", "true"),
            ("x = 99999999.99999999", "99999999.99999999", "true"),
            ("x = 9007199254740993.0", "9007199254740993::numeric", "true"),
            ("x = -0.00010000", "-0.0001", "true"),
            ("x = 0.0", "0.00::numeric(9, 2)", "true"),
            ("x = 100000000.0", "1e8::numeric", "true"),
            ("x = 3.0", "3::smallint", "true"),
            ("x = -3.0", "-3", "true"),
            ("x = 9223372036854775807.0", "9223372036854775807", "true"),
            ("x = 0.1", "'0.1'::text", "true"),
            ("x = 0.1", "' 0.10 '::varchar", "true"),
            ("x < 5.0", "'<5'::text", "true"),
        ])

    def test_not_known(self):
        for kind, values in (
            ("Decimal", ("NULL::numeric", "'NaN'::numeric", "'NaN'::float8", "'NaN'::real",
                         "NULL::real", "NULL::integer", "''::text", "'  '::text", "NULL")),
            ("Integer", ("NULL::bigint", "'NaN'::float8", "'NaN'::numeric")),
            ("Boolean", ("NULL::boolean", "''::text")),
            ("Date", ("NULL::date", "''::text")),
            ("String", ("NULL::text", "''::text", "'   '::char(3)")),
            ("DateTime", ("NULL::timestamptz",)),
        ):
            equal = {"Boolean": "x", "String": "x = 'a'", "Date": "x = @2020-01-01",
                     "DateTime": "x = @2020-01-01T10:00:00.000Z"}.get(kind, "x = 1")
            self.check(kind, [(equal, value, None) for value in values])

    def test_integer(self):
        self.check("Integer", [
            ("x = 3", "3::smallint", "true"), ("x = 3", "3::bigint", "true"),
            ("x = 3", "3.0::float8", "true"), ("x = 3", "3::real", "true"),
            ("x = 3", "3.00::numeric", "true"), ("x = -2147483648", "-2147483648", "true"),
            ("x = 3", "'3.0'::text", "true"),
        ])
        self.check("Long", [
            ("x = 9223372036854775807L", "9223372036854775807", "true"),
            ("x = 9223372036854775807L", "9223372036854775807::numeric", "true"),
            ("x = 9007199254740993L", "9007199254740993", "true"),
        ])

    def test_others(self):
        self.check("Boolean", [("x", "true", "true"), ("x", "false", "false"),
                               ("x", "'Yes'::text", "true"), ("x", "'0'::varchar(3)", "false")])
        self.check("String", [
            ("x = 'ab'", "'ab'::text", "true"), ("x = 'ab'", "'ab'::char(5)", "true"),
            ("x = 'ab'", "'ab'::name", "true"), ("x = 'Zoë'", "'Zoë'::text", "true"),
            ("x = 'happy'", "'happy'::mood", "true"), ("x = 'ab'", "'ab'::two_letters", "true"),
        ])
        self.check("Date", [
            ("x = @1999-12-31", "date '1999-12-31'", "true"),
            ("x = @2000-01-01", "date '2000-01-01'", "true"),
            ("x = @0001-01-01", "date '0001-01-01'", "true"),
            ("x = @9999-12-31", "date '9999-12-31'", "true"),
            ("x before @2025-09-01", "'2025-08'::text", "true"),
            ("x = @1970-01-01", "date '1970-01-01'", "true"),
        ])
        self.check("DateTime", [
            ("x = @2025-03-30T01:30:00.123Z", "timestamptz '2025-03-30 03:30:00.123999+02'", "true"),
            ("x = @2025-03-30T01:30:00.123", "timestamp '2025-03-30 01:30:00.123'", "true"),
        ])
        self.check("Time", [("x = @T14:30:00.001", "time '14:30:00.001'", "true")])
        self.check("Quantity", [("x > 1 'g'", "'1001 mg'::text", "true")])

    def test_session_settings_do_not_matter(self):
        query = probe("DateTime", "x = @2025-03-30T01:30:00.000Z",
                      "timestamptz '2025-03-30 01:30:00+00'")
        for setting in ("TimeZone = 'Asia/Tokyo'", "DateStyle = 'German'", "extra_float_digits = -3"):
            self.assertEqual(server().rows("SET %s; %s" % (setting, query)), [["t"]])
        self.assertEqual(server().rows("SET extra_float_digits = -3; " + probe(
            "Decimal", "x = 0.12345678", "0.12345678::float8")), [["t"]])


class Errors(unittest.TestCase):
    def check(self, cases):
        queries = [query for query, _, _ in cases]
        for (query, state, words), found in zip(cases, attempts(queries)):
            with self.subTest(query):
                self.assertIsNotNone(found)
                self.assertTrue(found.startswith(state + ":"), found)
                self.assertIn(words, found)

    def test_values(self):
        self.check([(verdict(values), state, words) for values, state, words in (
            ({"ast": "'Infinity'::float8"}, "22003", "ast: the number is infinite"),
            ({"ast": "'-Infinity'::numeric"}, "22003", "ast: the number is infinite"),
            ({"ast": "'Infinity'::real"}, "22003", "ast: the number is infinite"),
            ({"ast": "1e30::numeric"}, "22003", "ast: the number is out of the range"),
            ({"ast": "1e30::float8"}, "22003", "ast: the number is out of the range"),
            ({"ast": "'NA'::text"}, "22P02", 'ast: "NA" is not'),
            ({"ast": "'12 mg'::text"}, "22023", 'ast: unit "mg" does not convert to U/L'),
            ({"arco_stage": "'V'::text"}, "22023", "arco_stage: "),
            ({"nyha_class": "3.5::float8"}, "22P02", 'nyha_class: "3.5" is not an integer'),
            ({"nyha_class": "3.5"}, "22P02", 'nyha_class: "3.5" is not an integer'),
            ({"nyha_class": "5"}, "22023", "nyha_class: "),
            ({"nyha_class": "3000000000"}, "22003", "nyha_class: "),
            ({"nyha_class": "'Infinity'::float8"}, "22P02", "nyha_class: "),
            ({"birth_date": "date 'infinity'"}, "22008", "birth_date: the date is infinite"),
            ({"birth_date": "date '10000-01-01'"}, "22008", "birth_date: "),
            ({"birth_date": "date '0001-12-31 BC'"}, "22008", "birth_date: "),
            ({"birth_date": "'31.12.1990'::text"}, "22007", 'birth_date: "31.12.1990" is not'),
            ({"pregnant": "'maybe'::text"}, "22P02", 'pregnant: "maybe" is not a truth value'),
            ({"sex": "repeat('x', 70000)"}, "54000", "sex: "),
        )])
        self.check([
            (probe("DateTime", "x = @2020", "timestamp 'infinity'"), "22008", "x: the time is infinite"),
            (probe("DateTime", "x = @2020", "timestamp '10000-01-01'"), "22008", "x: the time is out"),
        ])

    def test_columns(self):
        self.check([(verdict(values), state, words) for values, state, words in (
            ({"astt": "1"}, "42703",
             'column "astt" is no parameter of rule set NCT07101562. The nearest parameter is "ast".'),
            ({"ast": "true"}, "42804", 'column "ast" is of type boolean, the parameter of type Quantity'),
            ({"pregnant": "1"}, "42804", 'column "pregnant" is of type integer'),
            ({"birth_date": "timestamp '2020-01-01'"}, "42804", 'column "birth_date" is of type timestamp'),
            ({"ast": "'1'::json"}, "42804", 'column "ast" is of type json'),
            ({"ast": "row(1, 2)::pair"}, "42804", 'column "ast" is of type pair'),
            ({"ast": "ARRAY[1]"}, "42804", 'column "ast" is of type integer[]'),
            ({"sex": "1"}, "42804", 'column "sex" is of type integer'),
        )])
        self.check([('SELECT nfh_verdict(c) FROM (SELECT 1 AS "AST") c', "42703",
                     'The nearest parameter is "ast"'),
                    ("SELECT nfh_verdict(c) FROM (SELECT 1 AS ast, 2 AS ast) c", "42701",
                     'column "ast" is there twice'),
                    ("SELECT nfh_verdict(ROW(1, 2))", "42703", 'column "f1" is no parameter')])

    def test_json(self):
        self.check([("SELECT nfh_verdict('%s'::jsonb)" % text, state, words) for text, state, words in (
            ('{"astt": 1}', "42703", 'key "astt" is no parameter of rule set NCT07101562'),
            ('[1]', "22023", "an array is no subject"),
            ('1', "22023", "a single value is no subject"),
            ('{"ast": [1]}', "22023", "ast: an array is no value"),
            ('{"ast": {"value": 1}}', "22023", "ast: an object is no value"),
            ('{"ast": "x"}', "22P02", 'ast: "x" is not'),
            ('{"ast": true}', "42804", "ast: "),
            ('{"pregnant": 1}', "42804", "pregnant: "),
            ('{"sex": 1}', "42804", "sex: "),
            ('{"birth_date": 20200101}', "42804", "birth_date: "),
            ('{"ast": 1e30}', "22003", "ast: "),
        )])

    def test_subject_is_told(self):
        for query in (verdict({"subject_id": "7", "ast": "'x'::text"}),
                      "SELECT nfh_verdict('{\"ast\": \"x\", \"subject_id\": 7}'::jsonb)"):
            state, text = server().error(query)
            self.assertEqual(state, "22P02")
            self.assertIn("screening of subject 7", text)


class Calls(unittest.TestCase):
    def test_ids_and_extra_columns(self):
        self.assertEqual(attempts([
            verdict({"subject_id": "'A'::text"}), verdict({"subject_id": "'A'::text", "site": "3"},
                                                          "extra_columns => true"),
            "SELECT nfh_report(c) ->> 'subject_id' FROM (SELECT 42 AS subject_id) c",
            "SELECT nfh_report('{\"subject_id\": \"Zoë\"}'::jsonb) ->> 'subject_id'",
            "SELECT nfh_report('{\"subject_id\": null}'::jsonb) ->> 'subject_id'",
            "SELECT nfh_verdict('{\"site\": [1]}'::jsonb, extra_columns => true)",
            "SELECT nfh_verdict('{}'::jsonb)",
        ]), ["undetermined", "undetermined", "42", "Zoë", "", "undetermined", "undetermined"])

    def test_null(self):
        self.assertEqual(attempts([
            "SELECT nfh_verdict(NULL::jsonb)", "SELECT nfh_report(NULL::jsonb)::text",
            "SELECT nfh_input_error(NULL::jsonb)", "SELECT count(*) FROM nfh_screen(NULL::jsonb)",
            "SELECT verdict FROM nfh_criteria(NULL::jsonb) AS r(verdict text)",
            "SELECT nfh_verdict(c) FROM (VALUES (1)) v LEFT JOIN (SELECT 1 AS ast WHERE false) c ON true",
            "SELECT nfh_verdict('{}'::jsonb, now => NULL)",
        ]), [None, None, None, "0", None, None, "undetermined"])
        for call in ("ruleset => NULL", "extra_columns => NULL"):
            (found,) = attempts(["SELECT nfh_verdict('{}'::jsonb, %s)" % call])
            self.assertRegex(found, "^22004: nfh_verdict: %s is NULL" % call.split()[0])

    def test_input_error(self):
        self.assertEqual(server().rows("""
            SELECT id, nfh_input_error(s) FROM (VALUES
                (1, '{"ast": 1}'::jsonb), (2, '{"ast": "1 mg"}'), (3, '[]')) v (id, s) ORDER BY id"""),
            [["1", None], ["2", 'ast: unit "mg" does not convert to U/L'],
             ["3", "an array is no subject (expected a JSON object)"]])

    def test_criteria_columns(self):
        query = "SELECT r.* FROM nfh_criteria('{}'::jsonb) AS r(%s)"
        self.assertEqual(server().rows(query % '"EXCL14" boolean, verdict text, check26 boolean'),
                         [[None, "undetermined", None]])
        for columns, state, words in (
            ("excl99 boolean", "42703", 'column "excl99" is no criterion'),
            ("excl14 text", "42804", 'column "excl14" is of type text'),
            ("verdict boolean", "42804", 'column "verdict" is of type boolean'),
        ):
            found, text = server().error(query % columns)
            self.assertEqual(found, state)
            self.assertIn(words, text)

    def test_places_in_a_query(self):
        """A set may stand among the columns of a query; a record needs to be told its columns."""
        self.assertEqual(server().rows("""
            SELECT (s).criterion FROM (SELECT nfh_screen('{"ast": 1}'::jsonb) AS s OFFSET 0) q LIMIT 2"""),
            [["INCL02"], ["INCL03"]])
        state, text = server().error("SELECT nfh_criteria('{}'::jsonb)")
        self.assertEqual(state, "0A000")
        self.assertIn("nfh_criteria needs a list of columns", text)

    def test_outside_limits(self):
        """An implausible value counts as missing, with a query in the report."""
        self.assertEqual(attempts([
            "SELECT nfh_report('{\"weight\": 500}'::jsonb) #>> '{queries,0,parameter}'"]), ["weight"])
