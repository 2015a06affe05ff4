# SPDX-License-Identifier: MIT
"""The manual page of a rule set says what the rule set says.

Every criterion of lib/rulesets/NCT07101562.cql stands in man/nfhscreen-NCT07101562.7 with its text
and inputs, every check with its short text, every parameter with its type, unit, limits, values and
prompt, and nothing stands there that the rule set does not have.
"""

import pathlib
import re
import sys
import unittest

TOP = pathlib.Path(__file__).resolve().parents[1]
RULESET = TOP / "lib/rulesets/NCT07101562.cql"
PAGE = TOP / "man/nfhscreen-NCT07101562.7"

ESCAPES = {
    r"\&": "",
    r"\e": "\\",
    r"\-": "-",
    r"\(<=": "≤",
    r"\(>=": "≥",
    r"\(mu": "×",
    r"\(*m": "μ",
    r"\(en": "–",
    r"\(aq": "'",
    r"\(dq": '"',
}


def plain(text):
    """Text of a page without its escapes, on one line."""
    for escape, character in ESCAPES.items():
        text = text.replace(escape, character)
    return " ".join(text.split())


def declarations():
    """(keyword, name, tags, body) of every parameter and definition of the rule set."""
    pattern = re.compile(
        r'(?:/\*\n((?:@.*\n)+)\*/\n)?^(parameter|define) (?:"([^"]+)"|(\w+))(.*(?:\n.+)*)',
        re.MULTILINE,
    )
    for comment, keyword, quoted, word, body in pattern.findall(
        RULESET.read_text(encoding="utf-8")
    ):
        yield keyword, quoted or word, dict(
            re.findall(r"^@(\w+): (.*)$", comment, re.MULTILINE)
        ), body


PARAMETERS = {
    name: (body.split()[0], tags)
    for keyword, name, tags, body in declarations()
    if keyword == "parameter"
}
DEFINITIONS = {name: body for keyword, name, _, body in declarations() if keyword == "define"}
CRITERIA = {
    tags["id"]: (name, tags)
    for keyword, name, tags, _ in declarations()
    if keyword == "define" and "id" in tags
}


def inputs(name):
    """The parameters that a definition needs, itself or through others."""
    body = DEFINITIONS[name]
    needed = {other for quoted in re.findall(r'"([^"]+)"', body) for other in inputs(quoted)}
    bare = re.sub(r"'[^']*'|\"[^\"]*\"", "", body)
    return needed | {word for word in re.findall(r"\w+", bare) if word in PARAMETERS}


def sections():
    """The sections of the page: name to lines."""
    found, lines = {}, []
    for line in PAGE.read_text(encoding="ascii").splitlines():
        if line.startswith(".Sh "):
            lines = found.setdefault(line[4:], [])
        else:
            lines.append(line)
    return found


def items(lines):
    """What the items of a list say: tag to text, without the macros."""
    found, text = {}, []
    for line in lines:
        if line.startswith(".It "):
            text = found.setdefault(re.sub(r"^\.It (Sy |Va )?", "", line), [])
        elif not line.startswith((".Bl", ".El")):
            text.append(re.sub(r"^\.\w+ ", "", line))
    return {tag: plain(" ".join(parts)) for tag, parts in found.items()}


def described_criteria():
    """The subsections about inclusion and exclusion criteria: id to (name, items)."""
    found, lines = {}, []
    everything = sections()
    for line in everything["INCLUSION CRITERIA"] + everything["EXCLUSION CRITERIA"]:
        heading = re.match(r"\.Ss (\w+): (.*)", line)
        if heading:
            lines = []
            found[heading[1]] = (plain(heading[2]), lines)
        else:
            lines.append(line)
    return {key: (name, items(lines)) for key, (name, lines) in found.items()}


class Page(unittest.TestCase):
    maxDiff = None

    def test_there_is_something_to_compare(self):
        self.assertGreaterEqual(len(PARAMETERS), 80)
        self.assertGreaterEqual(len(CRITERIA), 33)

    def test_criteria(self):
        described = described_criteria()
        wanted = [key for key, (_, tags) in CRITERIA.items() if tags["category"] != "check"]
        self.assertEqual(list(described), wanted)
        for key in wanted:
            name, tags = CRITERIA[key]
            with self.subTest(key):
                heading, said = described[key]
                self.assertEqual(heading, name)
                self.assertEqual(said["Text"], tags["text"])
                self.assertEqual(set(re.findall(r"\w+", said["Inputs"])), inputs(name))
                self.assertTrue(said["Holds when"])

    def test_checks(self):
        described = items(sections()["DATA CHECKS"])
        wanted = {
            key: tags["short"] + "."
            for key, (_, tags) in CRITERIA.items()
            if tags["category"] == "check"
        }
        self.assertEqual(described, wanted)

    def test_parameters(self):
        described = items(sections()["PARAMETERS"])
        self.assertEqual(list(described), list(PARAMETERS))
        for name, (kind, tags) in PARAMETERS.items():
            with self.subTest(name):
                said = described[name]
                facts = [kind]
                facts += [tags["unit"]] if "unit" in tags else []
                if "max" in tags:
                    facts.append(f'{tags["min"]} to {tags["max"]}')
                elif "min" in tags:
                    facts.append(f'from {tags["min"]}')
                facts += (
                    ["one of " + tags["values"].replace("|", " | ")] if "values" in tags else []
                )
                self.assertTrue(said.startswith(", ".join(facts) + ". "), said)
                self.assertIn(tags["prompt"] + ".", said)
                if "accept" in tags:
                    self.assertIn(f'1 {tags["accept"]}.', said)

    def test_readings_name_what_they_explain(self):
        """Every parameter that is named when a criterion holds is one of its inputs."""
        for key, (_, said) in described_criteria().items():
            with self.subTest(key):
                named = {
                    word for word in re.findall(r"\b[a-z]\w+", said["Holds when"]) if "_" in word
                }
                self.assertLessEqual(named, set(re.findall(r"\w+", said["Inputs"])))


if __name__ == "__main__":
    # The runner's arguments are for other scripts.
    unittest.main(argv=sys.argv[:1], verbosity=2)
