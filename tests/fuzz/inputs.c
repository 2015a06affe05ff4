/* SPDX-License-Identifier: MIT
 *
 * inputs.c - fuzz target: any bytes as a value of a parameter of every type.
 *
 * The input: the name of a parameter, =, and a text; without a = the whole is a name. An end of
 * text (a zero byte) ends either.
 *
 * Properties: the status is one that is documented, and what a model of its own expects where the
 * type has one; an error says which parameter, and leaves it not known; a value that was taken
 * reads as itself when it is set again; by index and by name are the same.
 */
#include <stdlib.h>
#include <string.h>

#include "checks.h"
#include "input_model.h"

static const char rules[] = "library Inputs version '1'\n"
                            "parameter truth Boolean\n"
                            "parameter count Integer\n"
                            "/*\n@min: -5\n@max: 100\n*/\nparameter few Integer\n"
                            "/*\n@values: 1|2|3\n*/\nparameter grade Integer\n"
                            "parameter large Long\n"
                            "parameter number Decimal\n"
                            "/*\n@min: 0.5\n@max: 1.5\n*/\nparameter ratio Decimal\n"
                            "parameter word String\n"
                            "/*\n@values: male|female|Größe\n*/\nparameter sex String\n"
                            "parameter birth Date\n"
                            "/*\n@min: 1900-01-01\n@max: 2100-12-31\n*/\nparameter visit Date\n"
                            "parameter amount Quantity\n"
                            "/*\n@unit: kg\n@min: 20\n@max: 400\n*/\nparameter weight Quantity\n"
                            "/*\n@unit: umol/L\n@accept: mg/dL = 88.4 umol/L\n*/\n"
                            "parameter creatinine Quantity\n"
                            "/*\n@unit: Cel\n*/\nparameter temperature Quantity\n"
                            "/*\n@unit: d\n*/\nparameter span Quantity\n"
                            "parameter moment DateTime\n"
                            "parameter clock Time\n"
                            "parameter \"with \\\" quotes\" String\n";

/* A value of each type that is taken by every parameter of it. */
static const char *usual_value(int type)
{
    switch (type) {
    case NFH_TYPE_BOOLEAN:
        return "yes";
    case NFH_TYPE_STRING:
        return "male";
    case NFH_TYPE_DATE:
    case NFH_TYPE_DATETIME:
        return "2025-08-31";
    case NFH_TYPE_TIME:
        return "14:30";
    default:
        return "1";
    }
}

/* Compiled once, and kept to the end. Each parameter has a definition of its own in the same place.
 */
static nfh_compiler *compiler;
static nfh_ruleset *ruleset;
static nfh_subject *subject;
static nfh_report *report;

static void start(void)
{
    static const char *const names[] = {
        "truth",  "count",      "few",         "grade", "large",  "number",
        "ratio",  "word",       "sex",         "birth", "visit",  "amount",
        "weight", "creatinine", "temperature", "span",  "moment", "clock",
    };
    struct fuzz_text text = {0};

    if (compiler != NULL)
        return;
    fuzz_print(&text, "%s", rules);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        fuzz_print(&text, "define \"is %s\": %s\n", names[i], names[i]);
    fuzz_print(&text, "define quotes: \"with \\\" quotes\"\n");
    REQUIRE_OK(nfh_compiler_new(&compiler));
    REQUIRE(nfh_compiler_compile(compiler, "inputs", text.bytes, text.length, &ruleset) == NFH_OK,
            "%s", text.bytes);
    REQUIRE_OK(nfh_subject_new(ruleset, &subject));
    REQUIRE_OK(nfh_report_new(ruleset, &report));
    fuzz_free(&text);
}

/* What the parameter is now, as a literal. */
static void read_value(size_t index, struct fuzz_text *value)
{
    REQUIRE_OK(nfh_screen(ruleset, subject, report));
    REQUIRE_OK(fuzz_value(report, index, value));
}

static void check_error(int status, const char *name, bool is_parameter)
{
    const char *message;

    REQUIRE_OK(nfh_subject_error(subject, &message));
    if (status == NFH_OK)
        return;
    REQUIRE(message[0] != '\0' && fuzz_is_utf8(message, strlen(message), NULL) &&
                fuzz_is_printable(message, ""),
            "%s", message);
    if (is_parameter)
        REQUIRE(strncmp(message, name, strlen(name)) == 0, "%s: %s", name, message);
}

/* The literal as a text that a form holds. */
static const char *form_text(int type, char *literal)
{
    size_t length = strlen(literal);

    if (type == NFH_TYPE_LONG)
        literal[length - 1] = '\0';
    return strchr(literal, '@') == literal ? literal + 1 : literal;
}

/* What was taken is a literal, and is taken again as the same value. */
static void check_taken(size_t index, int type, struct fuzz_text *value)
{
    struct fuzz_text again = {0};
    char *literal = fuzz_copy((struct fuzz_part){value->bytes, value->length});

    fuzz_check_literal(compiler, literal);
    /* A form holds no escapes: the unit L/' is as it is. */
    if (type != NFH_TYPE_STRING && strchr(literal, '\\') == NULL) {
        REQUIRE_OK(nfh_subject_set_text_at(subject, index, form_text(type, literal)));
        read_value(index, &again);
        REQUIRE(strcmp(value->bytes, again.bytes) == 0, "%s and then %s", value->bytes,
                again.bytes);
    }
    fuzz_free(&again);
    free(literal);
}

static bool is_documented(int status)
{
    return status == NFH_OK || status == NFH_E_SYNTAX || status == NFH_E_UNIT ||
           status == NFH_E_RANGE || status == NFH_E_VALUE || status == NFH_E_LIMIT;
}

static void check_setting(size_t index, const char *name, const char *text)
{
    struct fuzz_text value = {0}, by_name = {0};
    int type, status;

    REQUIRE_OK(nfh_ruleset_parameter_type(ruleset, index, &type));
    REQUIRE_OK(nfh_subject_clear(subject));
    REQUIRE_OK(nfh_subject_set_text_at(subject, index, usual_value(type)));
    status = nfh_subject_set_text(subject, name, text);
    REQUIRE(is_documented(status), "%s", nfh_status_name(status));
    fuzz_check_model(type, text, status);
    check_error(status, name, true);
    read_value(index, &by_name);
    if (status != NFH_OK)
        REQUIRE(strcmp(by_name.bytes, "null") == 0, "after an error: %s", by_name.bytes);
    REQUIRE(nfh_subject_set_text_at(subject, index, text) == status, "%s", name);
    read_value(index, &value);
    REQUIRE(strcmp(value.bytes, by_name.bytes) == 0, "%s and %s", value.bytes, by_name.bytes);
    if (status == NFH_OK && strcmp(value.bytes, "null") != 0)
        check_taken(index, type, &value);
    fuzz_free(&value);
    fuzz_free(&by_name);
}

/* The bytes as the unit of a number: by the setter for it, and as text. */
static void check_unit(size_t index, const char *unit)
{
    struct fuzz_text value = {0}, as_text = {0}, text = {0};
    int status;

    fuzz_print(&text, "1.5 '%s'", unit);
    REQUIRE_OK(nfh_subject_clear(subject));
    status = nfh_subject_set_quantity(subject, index, 1.5, unit);
    read_value(index, &value);
    REQUIRE(status == nfh_subject_set_text_at(subject, index, text.bytes) ||
                strlen(unit) > NFH_TEXT_MAX - 6,
            "%s: %s", text.bytes, nfh_status_name(status));
    read_value(index, &as_text);
    REQUIRE(strcmp(value.bytes, as_text.bytes) == 0, "%s and %s", value.bytes, as_text.bytes);
    fuzz_free(&value);
    fuzz_free(&as_text);
    fuzz_free(&text);
}

static void check_names(const char *name)
{
    const char *nearest;
    size_t index;
    int status = nfh_subject_set_text(subject, name, "1");

    REQUIRE_OK(nfh_ruleset_parameter_nearest(ruleset, name, &nearest));
    REQUIRE(nearest == NULL || nfh_ruleset_parameter_index(ruleset, nearest, &index) == NFH_OK,
            "%s is near %s, and none", nearest, name);
    REQUIRE(status == NFH_E_NAME, "%s", nfh_status_name(status));
    check_error(status, name, false);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_part rest = {size > 0 ? (const char *)data : "", size}, part = {"", 0};
    char *name, *text;
    size_t index;
    int type;

    start();
    fuzz_next_part(&rest, "=", &part);
    name = fuzz_copy(part);
    text = rest.bytes != NULL ? fuzz_copy(rest) : fuzz_copy((struct fuzz_part){"", 0});
    if (nfh_ruleset_parameter_index(ruleset, name, &index) == NFH_OK) {
        check_setting(index, name, text);
        REQUIRE_OK(nfh_ruleset_parameter_type(ruleset, index, &type));
        if (type == NFH_TYPE_QUANTITY)
            check_unit(index, text);
    } else {
        check_names(name);
    }
    free(name);
    free(text);
    return 0;
}
