/* SPDX-License-Identifier: MIT
 *
 * subject.c - one subject's inputs: the handle and the setters by type.
 */
#include "screen/subject.h"

#include <math.h>
#include <string.h>

bool nfh_priv_buffer_set(const struct nfh_memory *memory, struct nfh_buffer *text, const char *bytes,
                       size_t length)
{
    if (length + 1 > text->capacity) {
        size_t capacity = text->capacity ? text->capacity : 32;
        while (capacity < length + 1)
            capacity *= 2;
        char *grown = memory->reallocate(memory->context, text->bytes, capacity);
        if (!grown)
            return false;
        text->bytes = grown;
        text->capacity = capacity;
    }
    memcpy(text->bytes, bytes, length);
    text->bytes[length] = '\0';
    return true;
}

int nfh_subject_new(const nfh_ruleset *ruleset, nfh_subject **subject)
{
    if (!subject)
        return NFH_E_NULL;
    *subject = NULL;
    if (!ruleset)
        return NFH_E_NULL;
    const struct nfh_memory *memory = &ruleset->memory;
    nfh_subject *made = nfh_priv_allocate(memory, sizeof *made);
    if (!made)
        return NFH_E_MEMORY;
    made->ruleset = ruleset;
    made->memory = *memory;
    made->value = nfh_priv_allocate(memory, ruleset->program->input_slots * sizeof *made->value);
    made->side = nfh_priv_allocate(memory, ruleset->program->input_count * sizeof *made->side);
    if (!made->value || !made->side) {
        nfh_subject_free(made);
        return NFH_E_MEMORY;
    }
    *subject = made;
    return nfh_subject_clear(made);
}

void nfh_subject_free(nfh_subject *subject)
{
    if (!subject)
        return;
    struct nfh_memory memory = subject->memory;
    for (size_t i = 0; subject->side && i < subject->ruleset->program->input_count; i++)
        nfh_priv_free(&memory, subject->side[i].text.bytes);
    nfh_priv_free(&memory, subject->side);
    nfh_priv_free(&memory, subject->value);
    nfh_priv_free(&memory, subject->id.bytes);
    nfh_priv_free(&memory, subject);
}

int nfh_subject_clear(nfh_subject *subject)
{
    if (!subject)
        return NFH_E_NULL;
    /* All bytes zero: nothing is known. */
    memset(subject->value, 0, subject->ruleset->program->input_slots * sizeof *subject->value);
    if (subject->id.bytes)
        subject->id.bytes[0] = '\0';
    subject->error[0] = '\0';
    subject->now = 0;
    subject->zone = NFH_ZONE_UNKNOWN;
    return NFH_OK;
}

int nfh_subject_set_now(nfh_subject *subject, const char *text)
{
    nfh_datetime now = 0;
    if (!subject)
        return NFH_E_NULL;
    const uint32_t slot = subject->ruleset->program->now;
    subject->now = 0;
    subject->zone = NFH_ZONE_UNKNOWN;
    if (slot != NFH_SLOT_NONE)
        subject->value[slot] = (struct nfh_value){.known = 0};
    if (!text || *text == '\0')
        return NFH_OK;
    const char *end = memchr(text, '\0', NFH_TEXT_MAX + 1);
    const size_t length = end ? (size_t)(end - text) : 0;
    if (!nfh_priv_datetime_parse(text, length, &now) ||
        nfh_priv_datetime_precision(now) < NFH_PRECISION_HOUR ||
        nfh_priv_datetime_offset(now) == NFH_OFFSET_NONE) {
        struct nfh_writer writer = nfh_priv_writer(subject->error, sizeof subject->error);
        nfh_priv_write(&writer, "the time of the evaluation: ");
        nfh_priv_write_quoted(&writer, text, length);
        nfh_priv_write(&writer, " is not a date, a time and its time zone (expected for example "
                                "2025-09-01T14:30:00.000+02:00)");
        return NFH_E_SYNTAX;
    }
    subject->now = nfh_priv_datetime_first(now);
    subject->zone = nfh_priv_datetime_offset(now);
    if (slot != NFH_SLOT_NONE)
        subject->value[slot] = (struct nfh_value){.as.datetime = subject->now, .known = 1};
    return NFH_OK;
}

int nfh_subject_set_id(nfh_subject *subject, const char *id)
{
    if (!subject || !id)
        return NFH_E_NULL;
    const char *end = memchr(id, '\0', NFH_TEXT_MAX + 1);
    if (!end)
        return NFH_E_LIMIT;
    return nfh_priv_buffer_set(&subject->memory, &subject->id, id, (size_t)(end - id)) ? NFH_OK
                                                                                     : NFH_E_MEMORY;
}

int nfh_subject_id(const nfh_subject *subject, const char **id)
{
    if (!id)
        return NFH_E_NULL;
    *id = subject ? nfh_priv_buffer_text(&subject->id) : NULL;
    return subject ? NFH_OK : NFH_E_NULL;
}

int nfh_subject_error(const nfh_subject *subject, const char **message)
{
    if (!message)
        return NFH_E_NULL;
    *message = subject ? subject->error : NULL;
    return subject ? NFH_OK : NFH_E_NULL;
}

/* ---- Setters --------------------------------------------------------------------------------- */

struct nfh_writer nfh_priv_setting_complain(const struct nfh_setting *setting)
{
    struct nfh_writer writer =
        nfh_priv_writer(setting->subject->error, sizeof setting->subject->error);
    nfh_priv_write(&writer, setting->input->name);
    nfh_priv_write(&writer, ": ");
    return writer;
}

int nfh_priv_setting_mismatch(const struct nfh_setting *setting, const char *what)
{
    char name[NFH_TYPE_NAME_SIZE];
    struct nfh_writer writer = nfh_priv_setting_complain(setting);
    nfh_priv_write(&writer, what);
    nfh_priv_write(&writer, " does not fit: the type is ");
    nfh_priv_write(&writer, nfh_priv_type_name(setting->input->type, name));
    return NFH_E_TYPE;
}

int nfh_priv_setting_start(nfh_subject *subject, size_t index, struct nfh_setting *setting)
{
    if (!subject)
        return NFH_E_NULL;
    const struct nfh_program *program = subject->ruleset->program;
    if (index >= program->input_count) {
        struct nfh_writer writer = nfh_priv_writer(subject->error, sizeof subject->error);
        nfh_priv_write(&writer, "there is no parameter of index ");
        nfh_priv_write_count(&writer, index);
        nfh_priv_write(&writer, ": the rule set has ");
        nfh_priv_write_count(&writer, program->input_count);
        return NFH_E_INDEX;
    }
    const struct nfh_input *input = &program->input[index];
    *setting = (struct nfh_setting){.subject = subject, .input = input, .side = &subject->side[index]};
    if (input->type > NFH_TYPE_QUANTITY)
        return nfh_priv_setting_mismatch(setting, "a single value");
    setting->value = &subject->value[input->ref.slot];
    *setting->value = (struct nfh_value){.known = 0};
    return NFH_OK;
}

int nfh_priv_setting_out_of_range(const struct nfh_setting *setting)
{
    char name[NFH_TYPE_NAME_SIZE];
    struct nfh_writer writer = nfh_priv_setting_complain(setting);
    nfh_priv_write(&writer, "the number is out of the range of type ");
    nfh_priv_write(&writer, nfh_priv_type_name(setting->input->type, name));
    return NFH_E_RANGE;
}

int nfh_subject_unset(nfh_subject *subject, size_t index)
{
    struct nfh_setting setting;
    int status = nfh_priv_setting_start(subject, index, &setting);
    /* Of the types that no setter sets nothing is ever known. */
    return status == NFH_E_TYPE ? NFH_OK : status;
}

int nfh_subject_set_boolean(nfh_subject *subject, size_t index, int truth)
{
    struct nfh_setting setting;
    int status = nfh_priv_setting_start(subject, index, &setting);
    if (status != NFH_OK)
        return status;
    if (setting.input->type != NFH_TYPE_BOOLEAN)
        return nfh_priv_setting_mismatch(&setting, "a truth value");
    if (truth == NFH_UNKNOWN)
        return NFH_OK;
    if (truth == NFH_TRUE || truth == NFH_FALSE)
        return nfh_priv_store_truth(&setting, truth == NFH_TRUE);
    struct nfh_writer writer = nfh_priv_setting_complain(&setting);
    nfh_priv_write(&writer,
                   "the number is no truth value (NFH_FALSE, NFH_TRUE or NFH_UNKNOWN is expected)");
    return NFH_E_RANGE;
}

int nfh_subject_set_integer(nfh_subject *subject, size_t index, int64_t value)
{
    struct nfh_setting setting;
    int status = nfh_priv_setting_start(subject, index, &setting);
    if (status != NFH_OK)
        return status;
    switch (setting.input->type) {
    case NFH_TYPE_INTEGER:
    case NFH_TYPE_LONG:
        return nfh_priv_store_integer(&setting, value);
    case NFH_TYPE_DECIMAL:
    case NFH_TYPE_QUANTITY:
        return nfh_priv_store_decimal(&setting, nfh_priv_decimal_from_integer(value));
    default:
        return nfh_priv_setting_mismatch(&setting, "a number");
    }
}

/* Reads a double for a Decimal or Quantity. *known: it is not NaN. */
static int read_double(struct nfh_setting *setting, double value, nfh_decimal *decimal, bool *known)
{
    *known = !isnan(value);
    if (!*known)
        return NFH_OK;
    if (nfh_priv_decimal_from_double(value, decimal)) {
        setting->places = nfh_priv_decimal_scale(*decimal);
        return NFH_OK;
    }
    if (!isinf(value))
        return nfh_priv_setting_out_of_range(setting);
    struct nfh_writer writer = nfh_priv_setting_complain(setting);
    nfh_priv_write(&writer, "the number is infinite");
    return NFH_E_INFINITE;
}

int nfh_subject_set_number(nfh_subject *subject, size_t index, double value)
{
    struct nfh_setting setting;
    nfh_decimal decimal;
    bool known;
    int status = nfh_priv_setting_start(subject, index, &setting);
    if (status != NFH_OK)
        return status;
    if (setting.input->type != NFH_TYPE_DECIMAL && setting.input->type != NFH_TYPE_QUANTITY)
        return nfh_priv_setting_mismatch(&setting, "a decimal number");
    status = read_double(&setting, value, &decimal, &known);
    return status == NFH_OK && known ? nfh_priv_store_decimal(&setting, decimal) : status;
}

static int report_long_unit(const struct nfh_setting *setting)
{
    struct nfh_writer writer = nfh_priv_setting_complain(setting);
    nfh_priv_write(&writer, "the unit is too long");
    return NFH_E_LIMIT;
}

int nfh_subject_set_quantity(nfh_subject *subject, size_t index, double value, const char *unit)
{
    struct nfh_setting setting;
    nfh_decimal decimal;
    bool known;
    int status = nfh_priv_setting_start(subject, index, &setting);
    if (status != NFH_OK)
        return status;
    if (setting.input->type != NFH_TYPE_QUANTITY)
        return nfh_priv_setting_mismatch(&setting, "a quantity");
    if (!unit) {
        struct nfh_writer writer = nfh_priv_setting_complain(&setting);
        nfh_priv_write(&writer, "the unit is NULL");
        return NFH_E_NULL;
    }
    const char *end = memchr(unit, '\0', NFH_TEXT_MAX + 1);
    if (!end)
        return report_long_unit(&setting);
    status = read_double(&setting, value, &decimal, &known);
    if (status != NFH_OK || !known)
        return status;
    return nfh_priv_store_quantity(&setting, decimal, unit, (size_t)(end - unit));
}

int nfh_subject_set_missing(nfh_subject *subject, size_t index, int kind)
{
    struct nfh_setting setting;
    int status = nfh_priv_setting_start(subject, index, &setting);
    if (status != NFH_OK)
        return status;
    if (kind >= NFH_MISSING_NOT_DONE && kind <= NFH_MISSING_UNKNOWN) {
        setting.value->note = (uint8_t)(kind * NFH_NOTE_KIND);
        return NFH_OK;
    }
    struct nfh_writer writer = nfh_priv_setting_complain(&setting);
    nfh_priv_write(&writer, "the number is no kind of missing that can be set by itself");
    return NFH_E_RANGE;
}

int nfh_subject_set_limit(nfh_subject *subject, size_t index, int kind, double limit,
                          const char *unit)
{
    struct nfh_setting setting;
    nfh_decimal decimal;
    bool known;
    int status = nfh_priv_setting_start(subject, index, &setting);
    if (status != NFH_OK)
        return status;
    if (setting.input->type != NFH_TYPE_DECIMAL && setting.input->type != NFH_TYPE_QUANTITY)
        return nfh_priv_setting_mismatch(&setting, "a limit");
    if (kind != NFH_MISSING_BELOW && kind != NFH_MISSING_ABOVE) {
        struct nfh_writer writer = nfh_priv_setting_complain(&setting);
        nfh_priv_write(&writer, "the number is neither NFH_MISSING_BELOW nor NFH_MISSING_ABOVE");
        return NFH_E_RANGE;
    }
    if (unit && setting.input->type == NFH_TYPE_DECIMAL)
        return nfh_priv_setting_mismatch(&setting, "a unit");
    const char *end = unit ? memchr(unit, '\0', NFH_TEXT_MAX + 1) : "";
    if (!end)
        return report_long_unit(&setting);
    status = read_double(&setting, limit, &decimal, &known);
    if (status != NFH_OK || !known)
        return status;
    setting.censored = kind;
    return unit ? nfh_priv_store_quantity(&setting, decimal, unit, (size_t)(end - unit))
                : nfh_priv_store_decimal(&setting, decimal);
}

int nfh_subject_set_date(nfh_subject *subject, size_t index, int32_t date)
{
    struct nfh_setting setting;
    int status = nfh_priv_setting_start(subject, index, &setting);
    if (status != NFH_OK)
        return status;
    if (setting.input->type != NFH_TYPE_DATE)
        return nfh_priv_setting_mismatch(&setting, "a date");
    if (date == NFH_DATE_UNKNOWN)
        return NFH_OK;
    if (date >= NFH_DAYS_MIN && date <= NFH_DAYS_MAX)
        return nfh_priv_store_date(&setting, nfh_priv_date_from_days(date));
    struct nfh_writer writer = nfh_priv_setting_complain(&setting);
    nfh_priv_write(&writer, "the number of days is no date of the years 0001 to 9999");
    return NFH_E_RANGE;
}

int nfh_subject_set_string(nfh_subject *subject, size_t index, const char *text)
{
    struct nfh_setting setting;
    int status = nfh_priv_setting_start(subject, index, &setting);
    if (status != NFH_OK)
        return status;
    if (setting.input->type != NFH_TYPE_STRING)
        return nfh_priv_setting_mismatch(&setting, "a string");
    const char *end = text ? memchr(text, '\0', NFH_TEXT_MAX + 1) : NULL;
    if (end)
        return nfh_priv_store_string(&setting, text, (size_t)(end - text));
    struct nfh_writer writer = nfh_priv_setting_complain(&setting);
    nfh_priv_write(&writer, text ? "the text is too long" : "the text is NULL");
    return text ? NFH_E_LIMIT : NFH_E_NULL;
}
