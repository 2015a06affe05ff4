# SPDX-License-Identifier: MIT
"""A FHIR R4 Bundle as JSON: its resources, and what they refer to.

Everything that is read is checked for its shape, and what has another one is told with its path in
the Bundle: a resource that cannot be read must not be passed over, for the next older one would
then take its place.
"""

from __future__ import annotations

import decimal
import json
import re
from typing import Any, Iterator, NamedTuple, NoReturn, Optional, Sequence

import fhir_dates

# Without history: it holds several versions of a resource.
BUNDLE_TYPES = (
    "batch",
    "batch-response",
    "collection",
    "document",
    "message",
    "searchset",
    "transaction",
    "transaction-response",
)
# Decimals of 10^30 and finer than 10^-30 are no measurements.
MAGNITUDE_MAX = 30


class Malformed(ValueError):
    """What is no Bundle of FHIR R4, with the place."""

    def __init__(self, path: str, message: str) -> None:
        self.path = path
        super().__init__(f"{path}: {message}")


class Element:
    """A JSON object with its path."""

    def __init__(self, value: Any, path: str) -> None:
        if not isinstance(value, dict):
            raise Malformed(path, f"an object is expected, not {_kind(value)}")
        self.value = value
        self.path = path

    def _take(self, name: str, kind: type, expected: str) -> Any:
        value = self.value.get(name)
        if name in self.value and (not isinstance(value, kind) or value == ""):
            self.fail(name, f"{expected} is expected, not {_kind(value)}")
        return value

    def fail(self, name: str, message: str) -> NoReturn:
        raise Malformed(f"{self.path}.{name}", message)

    def text(self, name: str) -> Optional[str]:
        text: Optional[str] = self._take(name, str, "a text")
        return text

    def required(self, name: str) -> str:
        text = self.text(name)
        return text if text is not None else self.fail(name, "is missing")

    def boolean(self, name: str) -> Optional[bool]:
        value: Optional[bool] = self._take(name, bool, "true or false")
        return value

    def number(self, name: str) -> Optional[decimal.Decimal]:
        number: Optional[decimal.Decimal] = self._take(name, decimal.Decimal, "a number")
        if number is not None and number != 0 and abs(number.adjusted()) > MAGNITUDE_MAX:
            self.fail(name, "the number is out of any range")
        return number

    def element(self, name: str) -> Optional[Element]:
        return Element(self.value[name], f"{self.path}.{name}") if name in self.value else None

    def elements(self, name: str) -> list[Element]:
        values = self._take(name, list, "an array") or []
        return [Element(value, f"{self.path}.{name}[{i}]") for i, value in enumerate(values)]

    def when(self, name: str, with_time: bool = True) -> Optional[fhir_dates.When]:
        text = self.text(name)
        try:
            return None if text is None else fhir_dates.parse(text, with_time)
        except ValueError as error:
            self.fail(name, f'"{text}": {error}')

    def period(self, name: str) -> Optional[fhir_dates.When]:
        element = self.element(name)
        if element is None:
            return None
        try:
            return fhir_dates.period(element.when("start"), element.when("end"))
        except Malformed:
            raise
        except ValueError as error:
            self.fail(name, str(error))

    def choices(self, prefix: str) -> list[str]:
        """The names of a choice of types that are there, such as valueQuantity of value[x]."""
        found = [name for name in self.value if re.fullmatch(prefix + "[A-Z][A-Za-z0-9]*", name)]
        if len(found) > 1:
            self.fail(found[1], f"stands beside {found[0]}: there can be one {prefix}[x]")
        return found


def _kind(value: Any) -> str:
    if isinstance(value, str):
        return f'the text "{value[:40]}"' if value else "an empty text"
    if isinstance(value, bool):
        return "true" if value else "false"
    names = {dict: "an object", list: "an array", type(None): "null"}
    return names.get(type(value), "a number")


class Coding(NamedTuple):
    system: str
    code: str

    def __str__(self) -> str:
        return f"{self.system}|{self.code}"


def codings(concept: Optional[Element]) -> list[Coding]:
    """The codes of a CodeableConcept; those without a system or code say nothing to a program."""
    found = []
    for coding in concept.elements("coding") if concept else []:
        system, code = coding.text("system"), coding.text("code")
        if system is not None and code is not None:
            found.append(Coding(system, code))
    return found


# --- Reading --------------------------------------------------------------------------------------


def parse_json(data: bytes) -> Any:
    """JSON with exact decimals, in which no name stands twice."""

    def pairs(members: Sequence[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, value in members:
            if name in found:
                raise Malformed("JSON", f'the name "{name}" stands twice in an object')
            found[name] = value
        return found

    def constant(name: str) -> NoReturn:
        raise Malformed("JSON", f"{name} is no number of JSON")

    try:
        return json.loads(
            data.decode("utf-8-sig"),
            parse_float=decimal.Decimal,
            parse_int=decimal.Decimal,
            parse_constant=constant,
            object_pairs_hook=pairs,
        )
    except UnicodeDecodeError as error:
        raise Malformed("JSON", f"byte {error.start} is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise Malformed("JSON", f"line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise Malformed("JSON", "it is nested too deeply") from None


class Resource(Element):
    """A resource of a Bundle. `base` is that of its server, where its fullUrl tells."""

    def __init__(self, value: Any, path: str, full_url: Optional[str] = None) -> None:
        super().__init__(value, path)
        self.type = self.required("resourceType")
        self.id = self.text("id")
        self.full_url = full_url
        self.base: Optional[str] = None
        ending = f"/{self.type}/{self.id}"
        if full_url and self.id and re.match("https?:", full_url) and full_url.endswith(ending):
            self.base = full_url[: -len(ending) + 1]

    def label(self) -> str:
        return f"{self.type}/{self.id}" if self.id else self.type

    def not_understood(self) -> Optional[str]:
        """What may change the meaning of a resource, so that no program may pass over it."""
        for name in ("modifierExtension", "implicitRules"):
            if self.value.get(name):
                return f"its {name} may change what it means"
        return None


class Bundle:
    """The resources of one or more Bundles that belong together."""

    def __init__(self, documents: Sequence[tuple[str, Any]]) -> None:
        """Documents are JSON with the paths that they are called by."""
        self.resources: list[Resource] = []
        self.remarks: list[tuple[str, str]] = []  # path and text
        self._by_url: dict[str, Resource] = {}
        self._by_name: dict[str, list[Resource]] = {}
        self._with_next: list[str] = []
        for path, document in documents:
            self._read(Element(document, path))
        if len(documents) == 1:
            self.remarks += [
                (path, "there is a further page (link next), which is not seen here")
                for path in self._with_next
            ]

    def _read(self, bundle: Element) -> None:
        kind = bundle.required("resourceType")
        if kind != "Bundle":
            raise Malformed(f"{bundle.path}.resourceType", f"Bundle is expected, not {kind}")
        if bundle.required("type") not in BUNDLE_TYPES:
            bundle.fail("type", f"{bundle.text('type')} is none of {', '.join(BUNDLE_TYPES)}")
        for link in bundle.elements("link"):
            if link.text("relation") == "next":
                self._with_next.append(link.path)
        for entry in bundle.elements("entry"):
            if "resource" not in entry.value:
                self.remarks.append((entry.path, "the entry has no resource"))
                continue
            self._add(
                Resource(entry.value["resource"], entry.path + ".resource", entry.text("fullUrl"))
            )

    def _add(self, resource: Resource) -> None:
        """A resource that stands twice with the same content counts once. With different contents
        nobody can say which of them holds."""
        name = f"{resource.type}/{resource.id}" if resource.id else None
        twin = self._by_url.get(resource.full_url or "")
        if twin is None and name and not resource.full_url:
            twin = next((r for r in self._by_name.get(name, []) if not r.full_url), None)
        if twin is not None:
            if twin.value != resource.value:
                raise Malformed(
                    resource.path, f"another version of {twin.label()} stands at {twin.path}"
                )
            return
        self.resources.append(resource)
        if resource.full_url:
            self._by_url[resource.full_url] = resource
        if name:
            self._by_name.setdefault(name, []).append(resource)

    def of_type(self, kind: str) -> Iterator[Resource]:
        return (resource for resource in self.resources if resource.type == kind)

    # --- References -------------------------------------------------------------------------------

    def resolve(self, reference: Optional[Element], referrer: Resource) -> Optional[Resource]:
        """What a Reference means, when it is in the Bundle (R4, Bundle: resolving references)."""
        if reference is None:
            return None
        text = reference.text("reference")
        if text is None:
            return self._by_identifier(reference)
        if text.startswith("#"):
            return next(
                (
                    Resource(contained.value, contained.path)
                    for contained in referrer.elements("contained")
                    if contained.text("id") == text[1:]
                ),
                None,
            )
        text = text.split("/_history/")[0]
        if re.match("[A-Za-z][A-Za-z0-9+.-]*:", text):
            return self._by_url.get(text)
        if referrer.base and referrer.base + text in self._by_url:
            return self._by_url[referrer.base + text]
        named = self._by_name.get(text, [])
        if referrer.base:
            # The same name on another server is something else.
            named = [resource for resource in named if not resource.base]
        return named[0] if len(named) == 1 else None

    def _by_identifier(self, reference: Element) -> Optional[Resource]:
        """A patient by an identifier, when exactly one has it."""
        wanted = reference.element("identifier")
        if wanted is None or not (wanted.text("system") and wanted.text("value")):
            return None
        found = [
            patient
            for patient in self.of_type("Patient")
            if any(
                identifier.text("system") == wanted.text("system")
                and identifier.text("value") == wanted.text("value")
                for identifier in patient.elements("identifier")
            )
        ]
        return found[0] if len(found) == 1 else None
