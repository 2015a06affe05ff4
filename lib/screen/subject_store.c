/* SPDX-License-Identifier: MIT
 *
 * subject_store.c - putting a value into its slot: @values, @min and @max, units.
 */
#include <string.h>

#include "cql/diagnostic.h"
#include "cql/utf8.h"
#include "screen/subject.h"

/* ---- Allowed values -------------------------------------------------------------------------- */

/* NFH_E_VALUE: what was given, the values there are, and the nearest of them. */
static int report_value(const struct nfh_setting *setting, const char *given, size_t length)
{
    const struct nfh_input *input = setting->input;
    struct nfh_writer writer = nfh_priv_setting_complain(setting);
    struct nfh_nearest nearest;
    nfh_priv_nearest_start(&nearest, given, length);
    for (size_t i = 0; i < input->value_count; i++)
        nfh_priv_nearest_offer(&nearest, input->values[i]);
    const char *best = nfh_priv_nearest_result(&nearest);
    nfh_priv_write_quoted(&writer, given, length);
    nfh_priv_write(&writer, " is not among the values");
    if (best) {
        nfh_priv_write(&writer, " (did you mean ");
        nfh_priv_write(&writer, best);
        nfh_priv_write(&writer, "?)");
    }
    nfh_priv_write(&writer, ": ");
    for (size_t i = 0; i < input->value_count; i++) {
        nfh_priv_write(&writer, i > 0 ? ", " : "");
        nfh_priv_write(&writer, input->values[i]);
    }
    return NFH_E_VALUE;
}

static int check_number_value(const struct nfh_setting *setting, nfh_decimal value)
{
    const struct nfh_input *input = setting->input;
    char text[NFH_DECIMAL_TEXT];
    if (!input->values)
        return NFH_OK;
    if (setting->censored) {
        struct nfh_writer writer = nfh_priv_setting_complain(setting);
        nfh_priv_write(&writer, "one of the parameter's values is expected, not a limit");
        return NFH_E_VALUE;
    }
    for (size_t i = 0; i < input->value_count; i++) {
        nfh_decimal allowed;
        if (nfh_priv_decimal_parse(input->values[i], strlen(input->values[i]), &allowed, NULL) ==
                NFH_DECIMAL_PARSED &&
            allowed == value)
            return NFH_OK;
    }
    return report_value(setting, text, nfh_priv_decimal_format(value, 0, text));
}

static int check_date_value(const struct nfh_setting *setting, nfh_date date)
{
    const struct nfh_input *input = setting->input;
    char text[NFH_DATE_TEXT];
    if (!input->values)
        return NFH_OK;
    for (size_t i = 0; i < input->value_count; i++) {
        nfh_date allowed;
        if (nfh_priv_date_parse(input->values[i], strlen(input->values[i]), &allowed) &&
            allowed == date)
            return NFH_OK;
    }
    return report_value(setting, text, nfh_priv_date_format(date, text));
}

/* ---- Plausible values ------------------------------------------------------------------------ */

/* A value outside the limits is kept for the report, but is not known to the evaluation. */
static void note_plausibility(const struct nfh_setting *setting, bool plausible)
{
    struct nfh_value *value = setting->value;
    value->known = plausible && !setting->censored;
    value->note |= (uint8_t)(setting->censored * NFH_NOTE_KIND);
    if (setting->or_equal)
        value->note |= NFH_NOTE_OR_EQUAL;
    if (!plausible)
        value->note |= NFH_NOTE_IMPLAUSIBLE;
    else if (setting->censored)
        value->note |= setting->censored == NFH_MISSING_BELOW ? NFH_NOTE_BELOW : NFH_NOTE_ABOVE;
}

/* What is known to lie beyond a limit is implausible when all that it may be is. */
static bool is_plausible(const struct nfh_setting *setting, nfh_decimal value)
{
    const struct nfh_input *input = setting->input;
    bool too_small = input->has_min && (value < input->min || (value == input->min &&
                                                               setting->censored && !setting->or_equal));
    bool too_great = input->has_max && (value > input->max || (value == input->max &&
                                                               setting->censored && !setting->or_equal));
    return !(too_small && setting->censored != NFH_MISSING_ABOVE) &&
           !(too_great && setting->censored != NFH_MISSING_BELOW);
}

/* A partial date is implausible when all that it may mean is. */
static bool is_plausible_date(const struct nfh_input *input, nfh_date date)
{
    return !(input->has_min &&
             nfh_priv_date_last(date) < nfh_priv_date_first((nfh_date)input->min)) &&
           !(input->has_max &&
             nfh_priv_date_first(date) > nfh_priv_date_last((nfh_date)input->max));
}

/* ---- Values ---------------------------------------------------------------------------------- */

static int places_of(const struct nfh_setting *setting)
{
    return setting->places < NFH_DECIMAL_PLACES ? setting->places : NFH_DECIMAL_PLACES;
}

/* One unit in the last place of what was entered, in the unit that it was entered in. */
static nfh_decimal entered_step(const struct nfh_setting *setting)
{
    nfh_decimal step = NFH_DECIMAL_ONE;
    for (int i = places_of(setting); i > 0; i--)
        step /= 10;
    return step;
}

static void note_step(const struct nfh_setting *setting)
{
    if (setting->step != 0) {
        nfh_priv_set_step(setting->value, setting->step);
        return;
    }
    setting->value->step = 1;
    setting->value->step_zeros = (uint8_t)(NFH_DECIMAL_PLACES - places_of(setting));
}

int nfh_priv_store_truth(const struct nfh_setting *setting, bool truth)
{
    setting->value->truth = truth ? NFH_TRUTH_TRUE : NFH_TRUTH_FALSE;
    return NFH_OK;
}

int nfh_priv_store_integer(const struct nfh_setting *setting, int64_t value)
{
    if (setting->input->type == NFH_TYPE_INTEGER && (value < INT32_MIN || value > INT32_MAX))
        return nfh_priv_setting_out_of_range(setting);
    nfh_decimal decimal = nfh_priv_decimal_from_integer(value);
    int status = check_number_value(setting, decimal);
    if (status != NFH_OK)
        return status;
    setting->value->as.integer = value;
    nfh_priv_set_step(setting->value, 1);
    note_plausibility(setting, is_plausible(setting, decimal));
    return NFH_OK;
}

int nfh_priv_store_decimal(const struct nfh_setting *setting, nfh_decimal value)
{
    const struct nfh_input *input = setting->input;
    int status = check_number_value(setting, value);
    if (status != NFH_OK)
        return status;
    setting->value->as.decimal = value;
    note_step(setting);
    if (input->type == NFH_TYPE_QUANTITY && !input->unit)
        setting->value->unit = nfh_priv_unit_one();
    note_plausibility(setting, is_plausible(setting, value));
    return NFH_OK;
}

int nfh_priv_store_date(const struct nfh_setting *setting, nfh_date date)
{
    int status = check_date_value(setting, date);
    if (status != NFH_OK)
        return status;
    setting->value->as.date = date;
    nfh_priv_set_step(setting->value, 1);
    note_plausibility(setting, is_plausible_date(setting->input, date));
    return NFH_OK;
}

int nfh_priv_store_datetime(const struct nfh_setting *setting, nfh_datetime value)
{
    setting->value->as.datetime = value;
    setting->value->known = 1;
    return NFH_OK;
}

static bool is_utf8(const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t point;
        size_t size = nfh_priv_utf8_read(text + at, length - at, &point);
        if (size == 0)
            return false;
        at += size;
    }
    return true;
}

static void set_string(const struct nfh_setting *setting, const char *bytes, size_t length)
{
    setting->value->as.string.bytes = bytes;
    setting->value->as.string.length = length;
    setting->value->known = 1;
}

int nfh_priv_store_string(const struct nfh_setting *setting, const char *text, size_t length)
{
    const struct nfh_input *input = setting->input;
    for (size_t i = 0; i < input->value_count; i++) {
        if (strlen(input->values[i]) == length && memcmp(input->values[i], text, length) == 0) {
            set_string(setting, input->values[i], length);
            return NFH_OK;
        }
    }
    if (input->values)
        return report_value(setting, text, length);
    if (!is_utf8(text, length)) {
        struct nfh_writer writer = nfh_priv_setting_complain(setting);
        nfh_priv_write_quoted(&writer, text, length);
        nfh_priv_write(&writer, " is not UTF-8");
        return NFH_E_SYNTAX;
    }
    if (!nfh_priv_buffer_set(&setting->subject->memory, &setting->side->text, text, length)) {
        struct nfh_writer writer = nfh_priv_setting_complain(setting);
        nfh_priv_write(&writer, nfh_status_text(NFH_E_MEMORY));
        return NFH_E_MEMORY;
    }
    set_string(setting, setting->side->text.bytes, length);
    return NFH_OK;
}

/* ---- Units ----------------------------------------------------------------------------------- */

static bool is_unit_text(const struct nfh_unit *unit, const char *text, size_t length)
{
    return strlen(unit->text) == length && memcmp(unit->text, text, length) == 0;
}

/* " (expected umol/L; also accepted: mg/dL)" */
static void write_expected(struct nfh_writer *writer, const struct nfh_input *input)
{
    if (!input->unit)
        return;
    nfh_priv_write(writer, " (expected ");
    nfh_priv_write(writer, input->unit->text);
    for (const struct nfh_accept *accept = input->accept; accept; accept = accept->next) {
        nfh_priv_write(writer, accept == input->accept ? "; also accepted: " : ", ");
        nfh_priv_write(writer, accept->from.text);
    }
    nfh_priv_write(writer, ")");
}

/* Reads the unit into the input's side, unless it is the one that was read last. */
static int read_unit(const struct nfh_setting *setting, const char *text, size_t length)
{
    struct nfh_unit *unit = &setting->side->unit;
    struct nfh_unit_error error = {0, "", NULL};
    /* As in CQL, the words of the calendar (`14 days`) are units too. */
    if ((length > 0 && is_unit_text(unit, text, length)) ||
        nfh_priv_unit_calendar(text, length, unit) ||
        nfh_priv_unit_parse(text, length, unit, &error))
        return NFH_OK;
    struct nfh_writer writer = nfh_priv_setting_complain(setting);
    nfh_priv_write(&writer, "unit ");
    nfh_priv_write_quoted(&writer, text, length);
    nfh_priv_write(&writer, " is no UCUM unit: ");
    nfh_priv_write(&writer, error.message);
    if (error.suggestion) {
        nfh_priv_write(&writer, "; did you mean ");
        nfh_priv_write(&writer, error.suggestion);
        nfh_priv_write(&writer, "?");
    }
    write_expected(&writer, setting->input);
    return NFH_E_UNIT;
}

static int report_inconvertible(const struct nfh_setting *setting)
{
    struct nfh_writer writer = nfh_priv_setting_complain(setting);
    nfh_priv_write(&writer, "unit ");
    nfh_priv_write_quoted(&writer, setting->side->unit.text, strlen(setting->side->unit.text));
    nfh_priv_write(&writer, " does not convert to ");
    nfh_priv_write(&writer, setting->input->unit->text);
    for (const struct nfh_accept *accept = setting->input->accept; accept; accept = accept->next) {
        nfh_priv_write(&writer, accept == setting->input->accept ? " (also accepted: " : ", ");
        nfh_priv_write(&writer, accept->from.text);
        nfh_priv_write(&writer, accept->next ? "" : ")");
    }
    return NFH_E_UNIT;
}

/* Stores what `value` has become in the parameter's unit, and `next`, the value one step above it. */
static int store_converted(const struct nfh_setting *setting, nfh_decimal value, nfh_decimal next)
{
    struct nfh_setting converted = *setting;
    converted.step = next > value ? next - value : 1;
    return nfh_priv_store_decimal(&converted, value);
}

/* By the parameter's own factor: first multiplied, which is exact for the digits that people write,
 * then brought to the unit of @accept, so that the value is rounded once. */
static bool convert_accepted(const struct nfh_setting *setting, nfh_decimal value,
                             const struct nfh_accept *accept, nfh_decimal *converted)
{
    const struct nfh_unit *unit = &setting->side->unit;
    nfh_decimal product;
    if (!nfh_priv_decimal_multiply(value, accept->factor, &product))
        return false;
    if (!nfh_priv_unit_same(unit, &accept->from))
        return nfh_priv_unit_convert(product, unit, &accept->from, converted);
    *converted = product;
    return true;
}

static int store_accepted(const struct nfh_setting *setting, nfh_decimal value,
                          const struct nfh_accept *accept)
{
    nfh_decimal converted, next;
    if (!convert_accepted(setting, value, accept, &converted))
        return nfh_priv_setting_out_of_range(setting);
    if (!convert_accepted(setting, value + entered_step(setting), accept, &next))
        next = converted;
    int status = store_converted(setting, converted, next);
    if (status == NFH_OK) {
        setting->value->note |= NFH_NOTE_CONVERTED;
        setting->side->given = value;
        setting->side->accepted = accept;
    }
    return status;
}

/* A parameter without a unit of its own takes any and keeps it. */
static int store_with_unit(const struct nfh_setting *setting, nfh_decimal value)
{
    int status = nfh_priv_store_decimal(setting, value);
    if (status == NFH_OK)
        setting->value->unit = &setting->side->unit;
    return status;
}

/* A limit that has been rounded leaves out nothing that the given one leaves in. False: the scale
 * of one of the units does not keep the order of the other. */
static bool widen_limit(const struct nfh_setting *setting, nfh_decimal given, nfh_decimal *limit)
{
    const struct nfh_unit *from = &setting->side->unit, *to = setting->input->unit;
    int order = nfh_priv_unit_compare(*limit, to, given, from);
    if (nfh_priv_unit_same(from, to))
        return true;
    if (from->kind == NFH_UNIT_SPECIAL || to->kind == NFH_UNIT_SPECIAL)
        return false;
    if (setting->censored == NFH_MISSING_BELOW && order < 0)
        ++*limit;
    else if (setting->censored == NFH_MISSING_ABOVE && order == 1)
        --*limit;
    return true;
}

static int report_scale(const struct nfh_setting *setting)
{
    struct nfh_writer writer = nfh_priv_setting_complain(setting);
    nfh_priv_write(&writer, "a limit cannot be converted between scales: give it in ");
    nfh_priv_write(&writer, setting->input->unit->text);
    return NFH_E_UNIT;
}

int nfh_priv_store_quantity(const struct nfh_setting *setting, nfh_decimal value, const char *unit,
                            size_t length)
{
    const struct nfh_input *input = setting->input;
    /* The usual case first: the parameter's own unit. */
    if (input->unit && is_unit_text(input->unit, unit, length))
        return nfh_priv_store_decimal(setting, value);
    int status = read_unit(setting, unit, length);
    if (status != NFH_OK)
        return status;
    const struct nfh_unit *given = &setting->side->unit;
    if (!input->unit)
        return store_with_unit(setting, value);
    if (nfh_priv_unit_commensurable(given, input->unit)) {
        nfh_decimal converted, next;
        if (!nfh_priv_unit_convert(value, given, input->unit, &converted))
            return nfh_priv_setting_out_of_range(setting);
        if (!nfh_priv_unit_convert(value + entered_step(setting), given, input->unit, &next))
            next = converted;
        if (setting->censored && !widen_limit(setting, value, &converted))
            return report_scale(setting);
        return store_converted(setting, converted, next);
    }
    for (const struct nfh_accept *accept = input->accept; accept; accept = accept->next) {
        if (nfh_priv_unit_commensurable(given, &accept->from))
            return store_accepted(setting, value, accept);
    }
    return report_inconvertible(setting);
}
