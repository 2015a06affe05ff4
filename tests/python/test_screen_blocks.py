# SPDX-License-Identifier: MIT
"""The program screen on cohorts of many rows: by the block where rows are plain, and the same.

With CSV as output, rows that are plain are screened by the block; with --json every row is screened
alone, and so is a row with a doubled quote in some cell. Both ways give the same verdicts, the same
truths and the same messages, in the same order.
"""

import csv
import io
import itertools
import json
import os
import pathlib
import random
import re
import select
import subprocess
import tempfile
import threading
import time
import unittest

import programs

try:
    import pty
except ImportError:
    pty = None

RULES = """library Blocks version '1.0'
parameter flag Boolean
parameter whole Integer
parameter big Long
/* @min: -1000
@max: 1000 */
parameter number Decimal
/* @unit: umol/L
@min: 5
@max: 5000
@accept: mg/dL = 88.4 umol/L */
parameter creatinine Quantity
/* @min: 1900-01-01 */
parameter born Date
/* @values: I|II|IIA */
parameter stage String
/* @values: 1|2|3 */
parameter grade Integer
parameter note String
parameter moment DateTime
parameter clock Time
parameter dose Quantity
%s
"""
CRITERIA = (
    "flag",
    "whole >= 18",
    "whole = -7",
    "big > 3000000000L",
    "number < 12.5",
    "number = 0.00000001",
    "creatinine <= 100 'umol/L'",
    "creatinine > 88.4 'umol/L'",
    "born >= @2000-02-29",
    "born + 1 month > @2024-03-30",
    "born before Now()",
    "stage in { 'II', 'IIA' }",
    "grade >= 2",
    "note = 'a'",
    "Length(note) > 3",
    "moment after @2020-01-01T",
    "clock < @T12:00",
    "dose > 5 'mg'",
    "whole / grade > 3",
    "number * 10000000000000000000.0 > 1",
    "not flag or born is null",
)
# Cells that can be read, and cells that are read in another way or cannot be. Bars part them.
PLAIN = {
    "flag": "true|false|",
    "whole": "18|17|-7|0|999999999|",
    "big": "3000000000|3000000001|-999999999999999999|",
    "number": "12.5|12.49999999|0.00000001|-3|007.50|-0|999999999.99999999|",
    "creatinine": "88.4|88.40000001|100|88.4 umol/L|-5 umol/L|4.9|5000.1|",
    "born": "2000-02-28|2000-02-29|2024-02-29|2024-02-28|0001-01-01|9999-12-31|1899-12-31|",
    "stage": "I|II|IIA|",
    "grade": "1|2|3|2.0|",
    "note": "a|b c|äöüß||{long}",
    "moment": "2020-01-01T00:00|2021|2020-06-01T12:00:00.000+02:00|",
    "clock": "11:59|12:00:00.000|",
    "dose": "5 mg|5.1 mg|",
}
ODD = {
    "flag": "TRUE|False|yes|NO|1|0| true |tru|truth|falsy|2|ye|nay|x",
    "whole": (
        "18.0|18.|+18|18.5|2147483647|2147483648|<18|>=18| 18|x|--1|-|1e3|" "000000000000018"
    ),
    "big": "9223372036854775807|9223372036854775808|1234567890123456789|5L|-",
    "number": (
        "+1|.5|5.|1e2|0.000000001|0.000000005|1234567890.5|<12|<= 12.5|12,5|nan|1.2.3|"
        "-|1 mg|99999999999999999999999|922337203685.47758075"
    ),
    "creatinine": (
        "1 mg/dL|88.4  umol/L|umol/L|1 2 umol/L| umol/L|0.1 'mmol/L'|100umol/L|<5|>100|<5 umol/L|"
        "5 kg|88.4 umol|NA|1 2"
    ),
    "born": (
        "2000|2000-02|2024-02|2023-02-29|1900-02-29|2024-2-9|2024-02-30|2024-13-01|"
        "2024-00-10|2024-10-00|0000-01-01|10000-01-01|2024/02/09|2024-02-0a|20240209|"
        " 2024-02-29 "
    ),
    "stage": "IIB|ii| II |II\t|IIAA|NA",
    "grade": "4|0|<2|2.5|x",
    "note": " a |\ta|{longer}|a\u00a0|\x01a\x02|NULL",
    "moment": "2020-13|x|2020-01-01 00:00",
    "clock": "25:00|noon|12",
    "dose": "5|5 kg|5 x|<5 mg",
}


def cells(text):
    return text.replace("{long}", "x" * 300).replace("{longer}", "x" * 70000).split("|")


def rules(criteria):
    return RULES % "\n".join(
        "/*\n@id: C%02d\n@category: %s\n*/\ndefine C%02d: %s"
        % (i, ("inclusion", "exclusion", "check")[i % 3], i, criterion)
        for i, criterion in enumerate(criteria)
    )


def table(header, rows, end="\n", quoting=csv.QUOTE_MINIMAL):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=end, quoting=quoting)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


@unittest.skipUnless(programs.path("screen").exists(), "screen is not built: libcsv is missing")
class BlocksTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(directory.cleanup)
        cls.rules = pathlib.Path(directory.name, "rules.cql")
        cls.rules.write_text(rules(CRITERIA), encoding="utf-8")
        cls.few = pathlib.Path(directory.name, "few.cql")
        cls.few.write_text(rules(CRITERIA[:2]), encoding="utf-8")

    def assert_same(self, given, *options):
        """By the block, and each row alone. Returns the verdicts."""
        blocks = programs.run("screen", *options, given=given)
        alone = programs.run("screen", "--json", *options, given=given)
        self.assertEqual(blocks[0], alone[0])
        self.assertEqual(blocks[2], alone[2])
        header, *rows = csv.reader(io.StringIO(blocks[1], newline=""))
        reports = [json.loads(line) for line in alone[1].split("\n")[:-1]]
        self.assertEqual(len(rows), len(reports))
        for row, report in zip(rows, reports):
            truths = {c["id"]: c["status"] for c in report.get("criteria", ())}
            self.assertEqual(
                row,
                [report["subject_id"], report["verdict"]] + [truths.get(c, "") for c in header[2:]],
            )
        return [row[1] for row in rows]

    def assert_same_bytes(self, header, rows, *options, **form):
        """A doubled quote in a further column makes every row one that is screened alone."""
        given = table(header + ["more"], [row + ["x"] for row in rows], **form)
        alone = table(header + ["more"], [row + ['"'] for row in rows], **form)
        result = programs.run("screen", "--extra-columns", *options, given=given)
        self.assertEqual(result, programs.run("screen", "--extra-columns", *options, given=alone))
        return result


class Same(BlocksTest):
    def test_sample_cohort(self):
        cohort = programs.TOP / "examples" / "cohort.csv"
        header, *rows = csv.reader(io.StringIO(cohort.read_text(encoding="utf-8")))
        self.assert_same(cohort.read_bytes())
        status, out, err = self.assert_same_bytes(header, rows * 50)
        self.assertEqual((status, err), (0, ""))
        self.assertEqual(out.count("\n"), 1 + 50 * len(rows))

    def cohort(self, seed, odd):
        """Of every cell that PLAIN and ODD have, several; `odd` is how many of them are odd."""
        source = random.Random(seed)
        header = ["subject_id", *PLAIN]
        source.shuffle(header)
        rows = []
        for i in range(600):
            row = {}
            for name in PLAIN:
                kind = ODD if source.random() < odd else PLAIN
                row[name] = source.choice(cells(kind[name]))
            row["subject_id"] = source.choice(("%d", "a, %d", "%d,\n", "", "-%d-", "ü%d")).replace(
                "%d", str(i)
            )
            rows.append([row[name] for name in header])
        return header, rows

    def test_random_cohorts(self):
        forms = itertools.product(("\n", "\r\n", "\r"), (csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
        for seed, (end, quoting) in enumerate(forms):
            for odd in (0, 0.002, 0.02, 0.3):
                header, rows = self.cohort(seed, odd)
                with self.subTest((seed, odd)):
                    now = ("--now", "2024-03-01T00:00:00.000Z") if seed % 2 else ()
                    status, out, _ = self.assert_same_bytes(
                        header, rows, "-r", self.rules, *now, end=end, quoting=quoting
                    )
                    self.assertEqual(status, 1 if odd > 0 else 0)
                    verdicts = [row[1] for row in csv.reader(io.StringIO(out, newline=""))][1:]
                    self.assertEqual(len(verdicts), len(rows))
                    self.assertGreater(len(set(verdicts)), 1)

    def test_each_cell(self):
        """Each cell of PLAIN and ODD between plain rows; alone it goes by --json."""
        for name in PLAIN:
            every = cells(PLAIN[name]) + cells(ODD[name])
            rows = [[str(i), cell] for i, cell in enumerate(every * 3)]
            with self.subTest(name):
                verdicts = self.assert_same(table(["subject_id", name], rows), "-r", self.rules)
                self.assertIn("error", verdicts)
                self.assert_same(
                    table(["subject_id", name], rows, quoting=csv.QUOTE_ALL), "-r", self.rules
                )

    def test_places_grow(self):
        """Numbers with more and more places, up to those that are left to the library."""
        numbers = ["12", "12.5", "12.49", "-12.499", "12.4999", "12.50000001", "12.500000001", "12"]
        rows = [[str(i), number] for i, number in enumerate(sorted(numbers * 40, key=len))]
        self.assert_same(table(["subject_id", "number"], rows), "-r", self.rules)

    def test_hostile_bytes(self):
        source = random.Random(7)
        parts = ["1", "2", "a", "true", ",", ",", '"', '""', "\n", "\r", "\r\n", "\0", "é", " "]
        for _ in range(25):
            lines = []
            for i in range(200):
                line = '%d,"18",true' % i if i % 7 else "%d,x,true" % i
                if source.random() < 0.05:
                    at = source.randrange(len(line))
                    bad = "".join(source.choices(parts, k=source.randrange(1, 4)))
                    line = line[:at] + bad + line[at + source.randrange(2) :]
                lines.append(line + source.choice(("\n", "\r\n")))
            self.assert_same("subject_id,whole,flag\n" + "".join(lines), "-r", self.few)

    def test_mixed_line_ends(self):
        """Rows are counted alike, also where a block ends between CR and LF."""
        source = random.Random(11)
        for ends in (("\n", "\r\n"), ("\n", "\r", "\r\n", "\r\n\r\n", "\n\n")):
            rows = "".join(
                str(i) + source.choice((",18", ",18", ", 18", ",x")) + source.choice(ends)
                for i in range(5000)
            )
            with self.subTest(ends):
                self.assert_same("subject_id,whole\n" + rows, "-r", self.few)

    def test_records_at_the_end_of_what_was_read(self):
        """Records of every length around those that the program reads at once."""
        for size in (65536 - 9, 65536, 131072, 200000):
            for odd in ("", '""'):
                rows = ['%d,18,"%s%s"\n' % (i, "n" * 50, odd) for i in range(2000)]
                rows[100] = '100,17,"%s"\n' % ("\n" * size)
                with self.subTest((size, odd)):
                    verdicts = self.assert_same(
                        "subject_id,whole,text\n" + "".join(rows), "-r", self.few, "--extra-columns"
                    )
                    self.assertEqual(len(verdicts), len(rows))

    def test_wide_files(self):
        names = ["x%d" % i for i in range(3000)]
        rows = [[str(i), "17"] + ["y"] * len(names) for i in range(30)]
        rows[20][1] = "x"
        self.assert_same(
            table(["subject_id", "whole"] + names, rows), "-r", self.few, "--extra-columns"
        )

    def test_a_parameter_that_cannot_be_set(self):
        path = self.rules.with_name("interval.cql")
        path.write_text(
            "parameter range Interval<Integer>\nparameter age Integer\n"
            "/*\n@id: A\n@category: inclusion\n*/\ndefine A: age in range\n"
        )
        rows = [[str(i), "", "18"] for i in range(20)]
        self.assert_same(table(["subject_id", "range", "age"], rows), "-r", path)
        self.assert_same(table(["subject_id", "age"], [row[::2] for row in rows]), "-r", path)


class Long(BlocksTest):
    HEADER = b"subject_id,whole,flag,note\n"

    def start(self, **options):
        return subprocess.Popen(
            [str(programs.path("screen")), "-r", str(self.few)], stdin=subprocess.PIPE, **options
        )

    @staticmethod
    def feed(process, first, last):
        for start in range(first, last, 1000):
            rows = (
                "%d,%d,%s,%s\n" % (i, i % 40, " yes" if i % 50 == 0 else "true", "n" * (i % 60))
                for i in range(start, start + 1000)
            )
            process.stdin.write("".join(rows).encode())
        process.stdin.flush()

    def peak(self, rows):
        """The most memory, in KB, that screening so many rows takes."""
        process = self.start(stdout=subprocess.DEVNULL)
        process.stdin.write(self.HEADER)
        self.feed(process, 0, rows)
        process.stdin.close()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        self.assertEqual(status, 0)
        return usage.ru_maxrss

    @unittest.skipUnless(hasattr(os, "wait4"), "the system does not tell the memory of a program")
    def test_memory_is_flat(self):
        self.assertLess(self.peak(200000), self.peak(20000) + 1000)

    def on_terminal(self, stdout, rounds):
        """Feeds a run slowly, until there is something on standard error, a terminal. What stands
        there in the end, and how many rows there were."""
        controller, terminal = pty.openpty()
        process = self.start(stdout=stdout, stderr=terminal)
        os.close(terminal)
        process.stdin.write(self.HEADER)
        shown, rows = b"", 0
        while not shown and rows < rounds * 5000:
            self.feed(process, rows, rows + 5000)
            rows += 5000
            if select.select([controller], [], [], 0.3)[0]:
                shown += os.read(controller, 4096)
        process.stdin.write(b"x,y,true,\n")
        process.stdin.close()
        try:
            while part := os.read(controller, 4096):
                shown += part
        except OSError:  # what Linux has for the end
            pass
        os.close(controller)
        self.assertEqual(process.wait(), 1)
        return shown.decode(), rows

    @unittest.skipUnless(pty, "there are no terminals")
    def test_progress(self):
        with tempfile.TemporaryFile() as output:
            shown, rows = self.on_terminal(output, 200)
            output.seek(0)
            self.assertEqual(output.read().count(b"\n"), rows + 2)
        self.assertRegex(shown, "^\r" + r"screen: [1-9]\d* rows, [1-9]\d* rows/s\x1b\[K\r")
        # The line is gone before the message comes, and at the end.
        *lines, last = shown.split("\r\x1b[K")
        self.assertIn("screen: standard input: row %d, column 2: whole: " % (rows + 2), last)
        self.assertNotIn("rows/s", last)
        self.assertGreater(len(lines), 0)
        counts = [int(count) for count in re.findall(r"(\d+) rows, ", shown)]
        self.assertEqual(counts, sorted(set(counts)))
        self.assertLessEqual(counts[-1], rows + 1)

    @unittest.skipUnless(pty, "there are no terminals")
    def test_no_progress_among_the_output(self):
        controller, terminal = pty.openpty()
        reader = threading.Thread(target=self.drain, args=(controller,))
        reader.start()
        shown, rows = self.on_terminal(terminal, 4)
        os.close(terminal)
        reader.join()
        os.close(controller)
        self.assertNotIn("rows/s", shown)
        self.assertIn("row %d, column 2: whole: " % (rows + 2), shown)

    @staticmethod
    def drain(controller):
        try:
            while os.read(controller, 65536):
                pass
        except OSError:
            pass


if __name__ == "__main__":
    unittest.main()
