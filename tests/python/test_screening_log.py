# SPDX-License-Identifier: MIT
"""examples/screening_log: the numbers of the log and the diagram, and texts that stay in boxes."""

import contextlib
import csv
import html.parser
import io
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import unicodedata
import unittest
import xml.etree.ElementTree as ET

TOP = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("NFH_BUILD", TOP / "build"))
os.environ.setdefault("NFHSCREEN_LIBRARY", str(BUILD / "libnfhscreen.so"))
for place in ("examples/python", "examples/screening_log", "tests/oracle"):
    sys.path.insert(0, str(TOP / place))

import consort  # noqa: E402
import generate  # noqa: E402
import nfhscreen  # noqa: E402
import oracle  # noqa: E402
import screening_log  # noqa: E402

SVG = "{http://www.w3.org/2000/svg}"

# Advance widths of DejaVu Sans 2.37 for U+0020 to U+007E, in thousandths of an em.
PLAIN = """318 401 460 838 636 950 780 275 390 390 500 838 318 361 318 337 636 636 636 636 636 636 636
636 636 636 337 337 838 838 838 531 1000 684 686 698 770 632 575 775 752 295 295 656 557 863 748
787 603 787 695 635 611 732 684 989 685 611 685 390 337 390 838 500 500 613 635 550 635 615 352 635
634 278 278 579 278 974 634 612 635 635 411 521 392 634 592 818 592 592 525 636 337 636 838"""
BOLD = """348 456 521 838 696 1002 872 306 457 457 523 838 380 415 380 365 696 696 696 696 696 696 696
696 696 696 400 400 838 838 838 580 1000 774 762 734 830 683 683 821 837 372 372 775 637 995 837
850 733 850 770 720 682 812 774 1103 771 724 725 457 365 457 838 500 500 675 716 593 716 678 435
716 712 343 343 665 343 1042 712 687 716 716 493 595 478 712 652 924 645 652 582 712 365 712 838"""
WIDTHS = {False: [int(w) for w in PLAIN.split()], True: [int(w) for w in BOLD.split()]}


def drawn_width(text, bold, size):
    """As wide as DejaVu Sans draws it; signs of other scripts are at most square."""
    total = 0
    for sign in text:
        if " " <= sign <= "~":
            total += WIDTHS[bold][ord(sign) - 32]
        elif not unicodedata.combining(sign):
            total += 1000
    return total * size / 1000


RULES = """library Small version '3'
/*
@prompt: {prompt}
*/
parameter old Boolean
parameter ill Boolean
/*
@unit: kg
@min: 1
@max: 500
*/
parameter weight Quantity
/*
@id: INCL01
@category: inclusion
@short: {short}
*/
define "Old": old
/*
@id: CHECK01
@category: check
@short: Ill and not old
*/
define "Odd": ill and not old
/*
@id: EXCL01
@category: exclusion
*/
define "Ill": ill
/*
@id: EXCL02
@category: exclusion
@short: Light, where that can be known
*/
define "Light": if weight > 100 'kg' then null as Boolean else weight < 50 'kg'
"""


def small(short="Old enough", prompt="Is old"):
    return nfhscreen.Ruleset.from_text(RULES.format(short=short, prompt=prompt))


def reports(ruleset, *subjects):
    """The lines that `screen --json` writes for (id, values); values None: cannot be read."""
    lines = []
    for name, values in subjects:
        if values is None:
            line = {"subject_id": name, "verdict": "error", "message": "row 2: <old> & no"}
            lines.append(json.dumps(line))
        else:
            lines.append(ruleset.screen(values, name).json)
    return "\n".join(lines) + "\n"


COHORT = [
    ("1", {"old": True, "ill": False, "weight": 70}),
    ("2", {"old": False, "ill": True, "weight": 70}),
    ("3", {"old": True, "ill": True, "weight": 40}),
    ("4", {"ill": True}),
    ("5", {"old": True}),
    ("6", {"old": True, "ill": False, "weight": 120}),
    ("7", None),
    ("8", {"weight": 40}),
]


def boxes(diagram):
    """The boxes of a diagram: (x, y, width, height), and their texts (x, y, bold, text)."""
    root = ET.fromstring(diagram)
    found = []
    for group in root.iter(SVG + "g"):
        rect = group.find(SVG + "rect")
        frame = tuple(float(rect.get(name)) for name in ("x", "y", "width", "height"))
        texts = [
            (float(t.get("x")), float(t.get("y")), t.get("font-weight") == "bold", t.text)
            for t in group.iter(SVG + "text")
        ]
        found.append((frame, texts))
    return root, found


class Diagram(unittest.TestCase):
    def assert_drawn_well(self, diagram):
        root, found = boxes(diagram)
        size = consort.SIZE
        self.assertIn(f"font-size:{size}px", root.find(SVG + "style").text)
        self.assertGreaterEqual(len(found), 4)
        wide, high = float(root.get("width")), float(root.get("height"))
        self.assertEqual(root.get("viewBox"), f"0 0 {wide:.0f} {high:.0f}")
        for (x, y, width, height), texts in found:
            self.assertTrue(0 <= x and x + width <= wide and 0 <= y and y + height <= high)
            self.assertTrue(texts)
            last = y
            for left, baseline, bold, text in texts:
                self.assertTrue(text.strip())
                self.assertGreaterEqual(left, x + 8)
                self.assertLessEqual(left + drawn_width(text, bold, size), x + width - 8, text)
                # The letters above the base line, and those that hang below it.
                self.assertGreaterEqual(baseline - size, last - 0.01)
                self.assertLessEqual(baseline + size / 4, y + height - 8)
                last = baseline + size / 4
        frames = sorted(frame for frame, _ in found)
        for i, (x, y, width, height) in enumerate(frames):
            for a, b, c, d in frames[i + 1 :]:
                apart = a >= x + width or x >= a + c or b >= y + height or y >= b + d
                self.assertTrue(apart, "two boxes overlap")
        for text in root.findall(SVG + "text"):
            self.assertLessEqual(float(text.get("x")) + drawn_width(text.text, True, size), wide)
        self.assert_arrows_end_at_boxes(root, found)

    def assert_arrows_end_at_boxes(self, root, found):
        lines = [p.get("d") for p in root.iter(SVG + "path") if p.get("class") is None]
        self.assertEqual(len(lines), len(found) - 1)
        ends = {tuple(map(float, re.findall(r"-?\d+", line)[-2:])) for line in lines}
        touched = [
            (x, y)
            for (x, y, width, height), _ in found
            if any(
                (b == y and x <= a <= x + width) or (a == x and y <= b <= y + height)
                for a, b in ends
            )
        ]
        self.assertEqual(len(touched), len(found) - 1)

    def flow(self, **changes):
        plain = consort.Flow("Trial 1.0", 10, 4, 3, 2, 1, [("INCL01", "Age", 3)], [("Age", 2)])
        return plain._replace(**changes)

    def texts(self, flow):
        _, found = boxes(consort.svg(flow))
        return [" ".join(text for _, _, _, text in texts) for _, texts in found]

    def test_numbers_in_boxes(self):
        self.assertEqual(
            self.texts(self.flow()),
            [
                "Assessed for eligibility (n = 10)",
                "Not eligible (n = 3) by the first criterion that fails, in the order of the rule "
                "set: INCL01 Age (n = 3)",
                "Undetermined (n = 2) for want of (a subject may lack several): Age (n = 2)",
                "Data could not be read (n = 1)",
                "Eligible (n = 4)",
            ],
        )

    def test_nobody(self):
        flow = consort.Flow("Trial", 0, 0, 0, 0, 0, [], [])
        self.assert_drawn_well(consort.svg(flow))
        self.assertEqual(
            self.texts(flow),
            [
                "Assessed for eligibility (n = 0)",
                "Not eligible (n = 0)",
                "Undetermined (n = 0)",
                "Eligible (n = 0)",
            ],
        )

    def test_most_frequent_first_and_the_rest_counted(self):
        names = [("input %d" % i, i) for i in range(1, 18)]
        text = self.texts(self.flow(wanting=names))[2]
        self.assertIn("several): input 17 (n = 17) input 16", text)
        self.assertTrue(text.endswith("input 3 (n = 3) and 2 more"))
        text = self.texts(self.flow(wanting=names[:15]))[2]
        self.assertTrue(text.endswith("input 1 (n = 1)"))

    def test_long_texts_stay_in_their_boxes(self):
        rng = random.Random(2)
        signs = [chr(code) for code in range(33, 127)] + list("≥≤×µ股骨头坏死éé—…")
        texts = ["W" * 200, "@%" * 100, "股骨头坏死" * 40, "i" * 200, "M " * 100, "e\u0301" * 200]
        texts += ["".join(rng.choice(signs + [" "] * 12) for _ in range(200)) for _ in range(30)]
        failed = [("EXCL%02d" % i, text, 10**6) for i, text in enumerate(texts)]
        wanting = [(text, 10**9) for text in texts]
        flow = self.flow(failed=failed, wanting=wanting, assessed=10**12, title="W" * 300)
        diagram = consort.svg(flow)
        self.assert_drawn_well(diagram)
        # Nothing is lost by wrapping.
        joined = "".join(self.texts(flow)[1].split())
        for key, text, _ in failed:
            self.assertIn(key + "".join(text.split()) + "(n=1000000)", joined)

    def test_signs_that_xml_reserves_or_does_not_know(self):
        text = self.texts(self.flow(failed=[("EXCL01", "a<b & \x01\x0bc>\x7f]]>", 3)]))[1]
        self.assertTrue(text.endswith("EXCL01 a<b & c> ]]> (n = 3)"))

    def test_estimates_are_not_below_the_widths(self):
        for code in range(32, 127):
            for bold in (False, True):
                drawn = drawn_width(chr(code), bold, consort.SIZE)
                self.assertGreaterEqual(consort.width(chr(code), bold), drawn, chr(code))

    def test_boxes_that_are_too_small_are_noticed(self):
        diagram = consort.svg(self.flow())
        for broken in (
            diagram.replace(f'width="{consort.SIDE}"', 'width="300"'),
            diagram.replace("(n = 4)", "(n = 4) and a text that nobody wrapped, which is long"),
        ):
            self.assertNotEqual(broken, diagram)
            with self.assertRaises(AssertionError):
                self.assert_drawn_well(broken)


class Numbers(unittest.TestCase):
    def entries(self, *subjects, ruleset=None):
        ruleset = ruleset or small()
        return screening_log.read_reports(io.StringIO(reports(ruleset, *subjects)), ruleset)

    def flow(self, *subjects):
        return screening_log.flow_of(self.entries(*subjects), small())

    def test_small_cohort(self):
        flow = self.flow(*COHORT)
        self.assertEqual(flow[:6], ("Small 3", 8, 1, 4, 2, 1))
        # 2 and 4 fail both or EXCL01 alone; each counts once, at the first.
        self.assertEqual(
            flow.failed,
            [
                ("INCL01", "Old enough", 1),
                ("EXCL01", "Ill", 2),
                ("EXCL02", "Light, where that can be known", 1),
            ],
        )
        self.assertEqual(
            flow.wanting,
            [("ill", 1), ("weight", 1), ("EXCL02 again: Light, where that can be known", 1)],
        )

    def test_who_is_not_eligible_lacks_nothing(self):
        flow = self.flow(("1", {"old": False, "weight": 120}), ("2", {"ill": True}))
        self.assertEqual((flow.ineligible, flow.wanting), (2, []))

    def test_prompts_name_what_is_wanting(self):
        self.assertEqual(dict(self.flow(("1", {}))[7])["Is old"], 1)

    def test_random_cohort_as_the_oracle_sees_it(self):
        rng = random.Random(9)
        subjects = []
        source, sink = io.StringIO(), io.StringIO()
        writer = csv.writer(source)
        writer.writerow(["subject_id", *oracle.PARAMETERS])
        for number in range(150):
            values = generate.subject(rng)
            texts = {n: generate.cell(rng, n, values[n]) for n in oracle.PARAMETERS}
            subjects.append((str(number), texts))
            writer.writerow([number, *texts.values()])
        oracle.run(io.StringIO(source.getvalue()), sink)
        first = dict.fromkeys(oracle.CRITERIA, 0)
        verdicts = dict.fromkeys(("eligible", "ineligible", "undetermined"), 0)
        for row in csv.DictReader(io.StringIO(sink.getvalue())):
            verdicts[row["verdict"]] += 1
            for name in oracle.CRITERIA:
                if row[name] == ("false" if name.startswith("INCL") else "true"):
                    first[name] += 1
                    break
        ruleset = nfhscreen.Ruleset("NCT07101562")
        flow = screening_log.flow_of(self.entries(*subjects, ruleset=ruleset), ruleset)
        self.assertEqual(flow[1:6], (150, *verdicts.values(), 0))
        self.assertEqual(
            [(key, n) for key, _, n in flow.failed], [i for i in first.items() if i[1]]
        )
        self.assertEqual(sum(n for _, _, n in flow.failed), flow.ineligible)
        Diagram().assert_drawn_well(consort.svg(flow))

    def test_reports_that_do_not_fit(self):
        ruleset = small()
        good = reports(ruleset, ("1", {"old": True}))
        other = nfhscreen.Ruleset("NCT07101562")
        for text, message in (
            (good + good, "line 2: subject 1 has a report in line 1"),
            (good + "{\n", "line 2: this is no report"),
            ("[]\n", "line 1: this is no report"),
            ("{}\n", "line 1: this is no report"),
            (reports(other, ("1", {})), "a report of NCT07101562 1.0.0, and the rule set is Small"),
            (good.replace('"INCL01"', '"INCL02"'), "the criteria are not those of the rule set"),
            (good.replace('"undetermined"', '"eligible"'), "eligible, with 2 criteria unknown"),
            (good.replace('"undetermined"', '"ineligible"'), "ineligible, with 0 criteria that"),
            (good.replace('"undetermined"', '"perhaps"'), "'perhaps' is no verdict"),
        ):
            with self.subTest(message):
                with self.assertRaises(screening_log.Failure) as caught:
                    screening_log.read_reports(io.StringIO(text), ruleset)
                self.assertIn(message, str(caught.exception))

    def test_members_of_later_versions(self):
        """A reason is shown where there is one, and what to ask next."""
        ruleset = small()
        report = json.loads(reports(ruleset, ("1", {"old": False})))
        report["criteria"][0]["reason"] = "old is false"
        report["next"] = "weight"
        report["ruleset"]["digest"] = "00"
        (entry,) = screening_log.read_reports([json.dumps(report)], ruleset)
        (row,) = screening_log.log_rows([entry])
        self.assertEqual((row["why"], row["next"]), ("INCL01: old is false", "weight"))


class Page(html.parser.HTMLParser):
    """The texts of the cells of a page, and whether every element was closed."""

    def __init__(self):
        super().__init__()
        self.open, self.rows, self.loads = [], [], []

    def handle_starttag(self, tag, attrs):
        self.loads += [value for name, value in attrs if name in ("src", "href")]
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        if tag == "br":
            self.rows[-1][-1] += "\n"
        elif tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag

    def handle_data(self, data):
        if self.open and self.open[-1] in ("td", "th"):
            self.rows[-1][-1] += data


class Files(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)

    def write(self, name, text):
        path = self.directory / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def run_program(self, *arguments):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = screening_log.main(["-o", str(self.directory), *arguments])
        return status, out.getvalue(), err.getvalue()

    def test_all_three(self):
        rules = self.write("small.cql", RULES.format(short="Old & <wise>", prompt="Is old"))
        text = reports(small("Old & <wise>"), *COHORT)
        command = [sys.executable, str(TOP / "examples/screening_log/screening_log.py")]
        command += ["-r", rules, "-o", str(self.directory)]
        done = subprocess.run(
            command, input=text.encode(), capture_output=True, check=False, timeout=120
        )
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertEqual(
            done.stdout.decode(),
            "8 assessed: 1 eligible, 4 not eligible, 2 undetermined, 1 could not be read\n",
        )
        with open(self.directory / "log.csv", encoding="utf-8", newline="") as stream:
            log = list(csv.DictReader(stream))
        self.assertEqual([row["number"] for row in log], list("12345678"))
        self.assertEqual([row["first_failed"] for row in log][1:4], ["INCL01", "EXCL01", "EXCL01"])
        self.assertEqual(log[1]["failed"], "INCL01 EXCL01")
        self.assertEqual(log[1]["why"], "INCL01: old false; EXCL01: ill true")
        self.assertEqual(log[1]["queries"], "CHECK01: Ill and not old")
        self.assertEqual((log[4]["unknown"], log[4]["missing"]), ("EXCL01 EXCL02", "ill weight"))
        self.assertEqual((log[6]["verdict"], log[6]["why"]), ("error", "row 2: <old> & no"))
        diagram = (self.directory / "flow.svg").read_text(encoding="utf-8")
        Diagram().assert_drawn_well(diagram)
        page = Page()
        content = (self.directory / "log.html").read_text(encoding="utf-8")
        page.feed(content)
        self.assertEqual(page.open, [])
        self.assertEqual(page.loads, [])
        self.assertIn(diagram, content)
        head, *rows = page.rows
        self.assertEqual(head, ["No.", "Subject", "Verdict", "Why", "Data queries"])
        self.assertEqual([row[2] for row in rows], [row["verdict"] for row in log])
        self.assertEqual(rows[1][3], "INCL01: old false\nEXCL01: ill true")
        self.assertEqual(rows[6][3], "row 2: <old> & no")

    def test_what_cannot_be_read(self):
        for text, message in (("nothing\n", "line 1: this is no report"), ("", "")):
            path = self.write("reports.json", text)
            status, _, err = self.run_program(path)
            self.assertEqual(status, 2 if message else 0)
            self.assertIn(message, err)
        self.assertEqual(self.run_program("nowhere.json")[0], 2)
        self.assertEqual(self.run_program("-r", "Nowhere", path)[0], 2)


if __name__ == "__main__":
    unittest.main()
