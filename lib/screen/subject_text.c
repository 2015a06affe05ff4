/* SPDX-License-Identifier: MIT
 *
 * subject_text.c - reading values from the text that forms, CSV cells and JSON strings hold.
 */
#include <string.h>

#include "cql/diagnostic.h"
#include "screen/subject.h"

/* A stretch of text. */
struct span {
    const char *start;
    size_t length;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static struct span trim(struct span text)
{
    while (text.length > 0 && is_blank(text.start[0])) {
        text.start++;
        text.length--;
    }
    while (text.length > 0 && is_blank(text.start[text.length - 1]))
        text.length--;
    return text;
}

/* NFH_E_SYNTAX: `name: "text" is not <what>`. */
static int report_syntax(const struct nfh_setting *setting, struct span text, const char *what)
{
    struct nfh_writer writer = nfh_priv_setting_complain(setting);
    nfh_priv_write_quoted(&writer, text.start, text.length);
    nfh_priv_write(&writer, " is not ");
    nfh_priv_write(&writer, what);
    return NFH_E_SYNTAX;
}

/* Equal to a lower-case word, in any case. */
static bool is_word(struct span text, const char *word)
{
    if (strlen(word) != text.length)
        return false;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.start[i];
        if ((c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c) != word[i])
            return false;
    }
    return true;
}

static int read_boolean(const struct nfh_setting *setting, struct span text)
{
    if (is_word(text, "true") || is_word(text, "1") || is_word(text, "yes"))
        return nfh_priv_store_truth(setting, true);
    if (is_word(text, "false") || is_word(text, "0") || is_word(text, "no"))
        return nfh_priv_store_truth(setting, false);
    return report_syntax(setting, text, "a truth value (expected true, false, 1, 0, yes or no)");
}

/* Digits, perhaps with a sign; a point may follow when nothing but zeros follows it. */
static bool is_integer(struct span text)
{
    size_t at = text.length > 0 && (text.start[0] == '+' || text.start[0] == '-');
    size_t first = at;
    while (at < text.length && is_digit(text.start[at]))
        at++;
    if (at == first || at == text.length)
        return at > first;
    if (text.start[at++] != '.' || at == text.length)
        return false;
    while (at < text.length && text.start[at] == '0')
        at++;
    return at == text.length;
}

static int read_integer(const struct nfh_setting *setting, struct span text)
{
    nfh_decimal value;
    if (!is_integer(text))
        return report_syntax(setting, text, "an integer (expected for example 3)");
    if (nfh_priv_decimal_parse(text.start, text.length, &value, NULL) != NFH_DECIMAL_PARSED ||
        value < nfh_priv_decimal_from_integer(INT64_MIN) ||
        value > nfh_priv_decimal_from_integer(INT64_MAX))
        return nfh_priv_setting_out_of_range(setting);
    return nfh_priv_store_integer(setting, (int64_t)(value / NFH_DECIMAL_ONE));
}

/* A decimal that is the whole text. */
static int read_decimal(struct nfh_setting *setting, struct span text)
{
    nfh_decimal value;
    switch (nfh_priv_decimal_parse(text.start, text.length, &value, &setting->places)) {
    case NFH_DECIMAL_PARSED:
        return nfh_priv_store_decimal(setting, value);
    case NFH_DECIMAL_OVERFLOW:
        return nfh_priv_setting_out_of_range(setting);
    case NFH_DECIMAL_SYNTAX:
        break;
    }
    return report_syntax(setting, text, "a decimal number (expected for example 88.4)");
}

/* How many bytes at the start of the text are a number; 0: none. An `e` counts when digits follow:
 * `5e3`, not `5 eq`. */
static size_t number_length(struct span text)
{
    size_t at = text.length > 0 && (text.start[0] == '+' || text.start[0] == '-');
    size_t first = at;
    while (at < text.length && is_digit(text.start[at]))
        at++;
    if (at == first)
        return 0;
    if (at + 1 < text.length && text.start[at] == '.' && is_digit(text.start[at + 1])) {
        at++;
        while (at < text.length && is_digit(text.start[at]))
            at++;
    }
    if (at < text.length && (text.start[at] == 'e' || text.start[at] == 'E')) {
        size_t digits = at + 1;
        if (digits < text.length && (text.start[digits] == '+' || text.start[digits] == '-'))
            digits++;
        if (digits < text.length && is_digit(text.start[digits])) {
            at = digits;
            while (at < text.length && is_digit(text.start[at]))
                at++;
        }
    }
    return at;
}

/* Whether a text can be a unit that stands without quotes. UCUM takes plain numbers too, but `12
 * 34` and `120/80` are slips and no units: of numbers, only the powers of ten (`10*9/L`) may begin
 * one. */
static bool begins_unit(struct span text)
{
    char first = text.start[0];
    if (first == '/') {
        text.start++;
        text.length--;
        if (text.length == 0)
            return false;
        first = text.start[0];
    }
    if (is_digit(first))
        return text.length >= 3 && memcmp(text.start, "10", 2) == 0 &&
               (text.start[2] == '*' || text.start[2] == '^');
    return is_letter(first) || (unsigned char)first >= 0x80 ||
           (first != '\0' && strchr("%[({", first) != NULL);
}

static int report_quantity(const struct nfh_setting *setting, struct span text)
{
    struct nfh_writer writer = nfh_priv_setting_complain(setting);
    nfh_priv_write_quoted(&writer, text.start, text.length);
    nfh_priv_write(&writer,
                   " is not a number with an optional unit (expected for example 88.4 or 88.4 ");
    nfh_priv_write(&writer, setting->input->unit ? setting->input->unit->text : "mg");
    nfh_priv_write(&writer, ")");
    return NFH_E_SYNTAX;
}

/* A number, perhaps blanks, and perhaps a unit, perhaps in single quotes. */
static int read_quantity(struct nfh_setting *setting, struct span text)
{
    struct span number = {text.start, number_length(text)};
    struct span unit = trim((struct span){text.start + number.length, text.length - number.length});
    nfh_decimal value;
    if (number.length == 0)
        return report_quantity(setting, text);
    if (unit.length >= 2 && unit.start[0] == '\'' && unit.start[unit.length - 1] == '\'') {
        unit.start++;
        unit.length -= 2;
    } else if (unit.length > 0 && !begins_unit(unit)) {
        return report_quantity(setting, text);
    } else if (unit.length == 0) {
        unit.start = NULL;
    }
    switch (nfh_priv_decimal_parse(number.start, number.length, &value, &setting->places)) {
    case NFH_DECIMAL_PARSED:
        break;
    case NFH_DECIMAL_OVERFLOW:
        return nfh_priv_setting_out_of_range(setting);
    case NFH_DECIMAL_SYNTAX:
        return report_quantity(setting, text);
    }
    if (!unit.start)
        return nfh_priv_store_decimal(setting, value);
    return nfh_priv_store_quantity(setting, value, unit.start, unit.length);
}

static int read_date(const struct nfh_setting *setting, struct span text)
{
    nfh_date date;
    if (nfh_priv_date_parse(text.start, text.length, &date))
        return nfh_priv_store_date(setting, date);
    return report_syntax(
        setting, text,
        "a date of the calendar (expected for example 2025-08-31, or 2025-08 or 2025 when no more "
        "is known)");
}

static int read_datetime(const struct nfh_setting *setting, struct span text)
{
    nfh_datetime value;
    if (nfh_priv_datetime_parse(text.start, text.length, &value))
        return nfh_priv_store_datetime(setting, value);
    return report_syntax(setting, text,
                         "a date and time (expected for example 2025-08-31T14:30:00.000+02:00, or "
                         "less of it when no more is known)");
}

static int read_time(const struct nfh_setting *setting, struct span text)
{
    nfh_datetime value;
    if (nfh_priv_time_parse(text.start, text.length, false, &value))
        return nfh_priv_store_datetime(setting, value);
    return report_syntax(setting, text,
                         "a time of day (expected for example 14:30:00.000, or 14:30)");
}

/* Takes `<`, `<=`, `>` or `>=` (or the one character that means it) off the front of a number. */
static struct span take_relation(struct nfh_setting *setting, struct span text)
{
    static const struct {
        char sign[4];
        uint8_t kind;
        bool or_equal;
    } relations[] = {
        {"<=", NFH_MISSING_BELOW, true},
        {">=", NFH_MISSING_ABOVE, true},
        {"\xe2\x89\xa4", NFH_MISSING_BELOW, true},
        {"\xe2\x89\xa5", NFH_MISSING_ABOVE, true},
        {"<", NFH_MISSING_BELOW, false},
        {">", NFH_MISSING_ABOVE, false},
    };
    for (size_t i = 0; i < sizeof relations / sizeof relations[0]; i++) {
        size_t length = strlen(relations[i].sign);
        if (text.length <= length || memcmp(text.start, relations[i].sign, length) != 0)
            continue;
        setting->censored = relations[i].kind;
        setting->or_equal = relations[i].or_equal;
        return trim((struct span){text.start + length, text.length - length});
    }
    return text;
}

static bool is_number(nfh_type type)
{
    return type == NFH_TYPE_INTEGER || type == NFH_TYPE_LONG || type == NFH_TYPE_DECIMAL ||
           type == NFH_TYPE_QUANTITY;
}

static int read_text(struct nfh_setting *setting, struct span text)
{
    if (is_number(setting->input->type))
        text = take_relation(setting, text);
    switch (setting->input->type) {
    case NFH_TYPE_BOOLEAN:
        return read_boolean(setting, text);
    case NFH_TYPE_INTEGER:
    case NFH_TYPE_LONG:
        return read_integer(setting, text);
    case NFH_TYPE_DECIMAL:
        return read_decimal(setting, text);
    case NFH_TYPE_DATE:
        return read_date(setting, text);
    case NFH_TYPE_DATETIME:
        return read_datetime(setting, text);
    case NFH_TYPE_TIME:
        return read_time(setting, text);
    case NFH_TYPE_QUANTITY:
        return read_quantity(setting, text);
    default:
        return nfh_priv_store_string(setting, text.start, text.length);
    }
}

int nfh_priv_subject_read(struct nfh_setting *setting, const char *text, size_t length)
{
    if (length > NFH_TEXT_MAX) {
        struct nfh_writer writer = nfh_priv_setting_complain(setting);
        nfh_priv_write(&writer, "the text is too long");
        return NFH_E_LIMIT;
    }
    struct span trimmed = trim((struct span){text, length});
    return trimmed.length == 0 ? NFH_OK : read_text(setting, trimmed);
}

int nfh_subject_set_text_at(nfh_subject *subject, size_t index, const char *text)
{
    struct nfh_setting setting;
    int status = nfh_priv_setting_start(subject, index, &setting);
    if (status != NFH_OK)
        return status;
    const char *end = text ? memchr(text, '\0', NFH_TEXT_MAX + 1) : NULL;
    if (!end) {
        struct nfh_writer writer = nfh_priv_setting_complain(&setting);
        nfh_priv_write(&writer, text ? "the text is too long" : "the text is NULL");
        return text ? NFH_E_LIMIT : NFH_E_NULL;
    }
    return nfh_priv_subject_read(&setting, text, (size_t)(end - text));
}

int nfh_subject_set_text(nfh_subject *subject, const char *name, const char *text)
{
    if (!subject)
        return NFH_E_NULL;
    size_t index;
    if (name && nfh_ruleset_parameter_index(subject->ruleset, name, &index) == NFH_OK)
        return nfh_subject_set_text_at(subject, index, text);
    struct nfh_writer writer = nfh_priv_writer(subject->error, sizeof subject->error);
    if (!name) {
        nfh_priv_write(&writer, "the parameter's name is NULL");
        return NFH_E_NULL;
    }
    const char *nearest;
    nfh_ruleset_parameter_nearest(subject->ruleset, name, &nearest);
    nfh_priv_write(&writer, "there is no parameter ");
    nfh_priv_write_quoted(&writer, name, strlen(name));
    if (nearest) {
        nfh_priv_write(&writer, " (did you mean ");
        nfh_priv_write(&writer, nearest);
        nfh_priv_write(&writer, "?)");
    }
    return NFH_E_NAME;
}
