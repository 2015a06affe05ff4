/* SPDX-License-Identifier: MIT
 *
 * inputs.c - the parameters of a rule set: their slots, and what their tags say about units and
 * limits.
 */
#include <string.h>

#include "cql/lower.h"

struct tag_reader {
    struct nfh_lowering *lowering;
    const struct nfh_declaration *parameter;
    struct nfh_input *input;
};

static void tag_error(const struct tag_reader *reader, const struct nfh_tag *tag, int code,
                      const char *expected)
{
    nfh_priv_report(reader->lowering->compilation->diagnostics, reader->lowering->source,
                    tag->place, code, "@%.40s of '%.100s': found '%.100s', expected %s", tag->name,
                    reader->input->name, tag->value, expected);
    reader->lowering->failed = true;
}

static const char *text_copy(const struct tag_reader *reader, const char *bytes, size_t length)
{
    const char *copy = nfh_priv_arena_text(reader->lowering->compilation->arena, bytes, length);

    if (!copy)
        reader->lowering->builder->out_of_memory = true;
    return copy ? copy : "";
}

static bool is_number(nfh_type type)
{
    return type == NFH_TYPE_INTEGER || type == NFH_TYPE_LONG || type == NFH_TYPE_DECIMAL ||
           type == NFH_TYPE_QUANTITY;
}

static void read_unit(const struct tag_reader *reader, const struct nfh_tag *tag)
{
    struct nfh_unit unit;
    struct nfh_unit_error error;

    if (reader->input->type != NFH_TYPE_QUANTITY)
        tag_error(reader, tag, NFH_CODE_TAG_TYPE, "no unit: the parameter is no Quantity");
    else if (!nfh_priv_unit_parse(tag->value, strlen(tag->value), &unit, &error))
        tag_error(reader, tag, NFH_CODE_UNIT, "a UCUM unit");
    else
        reader->input->unit = nfh_priv_intern_unit(reader->lowering, &unit);
}

/* A limit as the value that the parameter's type compares by. */
static void read_limit(const struct tag_reader *reader, const struct nfh_tag *tag, bool *has,
                       nfh_decimal *limit)
{
    nfh_type type = reader->input->type;
    size_t length = strlen(tag->value);
    nfh_date date;

    if (type == NFH_TYPE_DATE) {
        *has = nfh_priv_date_parse(tag->value, length, &date) && nfh_priv_date_is_full(date);
        *limit = *has ? (nfh_decimal)date : 0;
        if (!*has)
            tag_error(reader, tag, NFH_CODE_TAG_VALUE, "a date such as 2000-01-31");
    } else if (is_number(type)) {
        *has = nfh_priv_decimal_parse(tag->value, length, limit, NULL) == NFH_DECIMAL_PARSED;
        if (!*has)
            tag_error(reader, tag, NFH_CODE_TAG_VALUE, "a number, in the parameter's unit");
    } else {
        tag_error(reader, tag, NFH_CODE_TAG_TYPE,
                  "no limit: the parameter is neither a number nor a date");
    }
}

static size_t trimmed(const char **text, size_t length)
{
    while (length > 0 && (**text == ' ' || **text == '\t')) {
        ++*text;
        length--;
    }
    while (length > 0 && ((*text)[length - 1] == ' ' || (*text)[length - 1] == '\t'))
        length--;
    return length;
}

/* `male|female` */
static void read_values(const struct tag_reader *reader, const struct nfh_tag *tag)
{
    struct nfh_input *input = reader->input;
    size_t count = 1, length;
    const char *text = tag->value, *end;

    if (input->type != NFH_TYPE_STRING && input->type != NFH_TYPE_INTEGER &&
        input->type != NFH_TYPE_LONG) {
        tag_error(reader, tag, NFH_CODE_TAG_TYPE,
                  "no values: the parameter is neither a String nor an Integer");
        return;
    }
    for (const char *c = text; *c; c++)
        count += *c == '|';
    input->values = nfh_priv_arena_allocate(reader->lowering->compilation->arena,
                                            count * sizeof *input->values);
    if (!input->values) {
        reader->lowering->builder->out_of_memory = true;
        return;
    }
    for (size_t i = 0; i < count; i++, text = end + 1) {
        end = strchr(text, '|');
        if (!end)
            end = text + strlen(text);
        const char *value = text;
        nfh_decimal number;
        length = trimmed(&value, (size_t)(end - text));
        if (length == 0)
            tag_error(reader, tag, NFH_CODE_TAG_VALUE, "values separated by |, none of them empty");
        else if (input->type != NFH_TYPE_STRING &&
                 nfh_priv_decimal_parse(value, length, &number, NULL) != NFH_DECIMAL_PARSED)
            tag_error(reader, tag, NFH_CODE_TAG_VALUE, "integers separated by |");
        input->values[input->value_count++] = text_copy(reader, value, length);
    }
}

/* `mg/dL = 88.4 umol/L` */
static void read_accept(const struct tag_reader *reader, const struct nfh_tag *tag)
{
    static const char expected[] =
        "another unit, =, a positive factor and the parameter's unit, as in mg/dL = 88.4 umol/L";
    struct nfh_input *input = reader->input;
    const char *left = tag->value, *equals = strchr(left, '='), *right, *blank;
    struct nfh_unit to;
    struct nfh_accept *accept =
        nfh_priv_arena_allocate(reader->lowering->compilation->arena, sizeof *accept);
    size_t left_length, right_length, number_length;

    if (!accept) {
        reader->lowering->builder->out_of_memory = true;
        return;
    }
    if (!input->unit || !equals) {
        tag_error(reader, tag, NFH_CODE_TAG_VALUE,
                  input->unit ? expected : "@unit to stand before it");
        return;
    }
    right = equals + 1;
    left_length = trimmed(&left, (size_t)(equals - left));
    right_length = trimmed(&right, strlen(right));
    blank = memchr(right, ' ', right_length);
    number_length = blank ? (size_t)(blank - right) : right_length;
    const char *unit = right + number_length;
    size_t unit_length = trimmed(&unit, right_length - number_length);
    if (!nfh_priv_unit_parse(left, left_length, &accept->from, NULL) ||
        nfh_priv_decimal_parse(right, number_length, &accept->factor, NULL) != NFH_DECIMAL_PARSED ||
        accept->factor <= 0 || !nfh_priv_unit_parse(unit, unit_length, &to, NULL) ||
        !nfh_priv_unit_same(&to, input->unit)) {
        tag_error(reader, tag, NFH_CODE_TAG_VALUE, expected);
        return;
    }
    accept->next = input->accept;
    input->accept = accept;
}

static void read_cost(const struct tag_reader *reader, const struct nfh_tag *tag)
{
    if (tag->value[0] >= '1' && tag->value[0] <= '4' && tag->value[1] == '\0')
        reader->input->cost = tag->value[0] - '0';
    else
        tag_error(reader, tag, NFH_CODE_TAG_VALUE,
                  "1 (question), 2 (examination), 3 (laboratory) or 4 (ECG or imaging)");
}

/* Of two limits only one could hold, and nobody would know which. @accept may stand repeatedly. */
static void refuse_doubled(const struct tag_reader *reader)
{
    static const char *const names[] = {"unit", "min", "max", "values", "cost"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        bool found = false;
        for (const struct nfh_tag *tag = reader->parameter->tags; tag; tag = tag->next) {
            if (strcmp(tag->name, names[i]) != 0)
                continue;
            if (found)
                tag_error(reader, tag, NFH_CODE_TAG_TWICE, "it to stand once");
            found = true;
        }
    }
}

static void read_tags(const struct tag_reader *reader)
{
    struct nfh_input *input = reader->input;
    const struct nfh_tag *min = NULL, *max = NULL;

    refuse_doubled(reader);
    for (const struct nfh_tag *tag = reader->parameter->tags; tag; tag = tag->next) {
        if (strcmp(tag->name, "unit") == 0) {
            read_unit(reader, tag);
        } else if (strcmp(tag->name, "min") == 0) {
            min = tag;
            read_limit(reader, tag, &input->has_min, &input->min);
        } else if (strcmp(tag->name, "max") == 0) {
            max = tag;
            read_limit(reader, tag, &input->has_max, &input->max);
        } else if (strcmp(tag->name, "values") == 0) {
            read_values(reader, tag);
        } else if (strcmp(tag->name, "accept") == 0) {
            read_accept(reader, tag);
        } else if (strcmp(tag->name, "cost") == 0) {
            read_cost(reader, tag);
        }
    }
    if (min && max && input->has_min && input->has_max && input->min > input->max)
        tag_error(reader, max, NFH_CODE_TAG_VALUE, "no less than @min");
}

struct nfh_tag *nfh_priv_copy_tags(struct nfh_lowering *lowering, const struct nfh_tag *tag)
{
    struct nfh_tag *first = NULL, **end = &first;
    struct nfh_arena *arena = lowering->compilation->arena;

    for (; tag; tag = tag->next) {
        struct nfh_tag *copy = nfh_priv_arena_allocate(arena, sizeof *copy);
        if (!copy) {
            lowering->builder->out_of_memory = true;
            return first;
        }
        copy->name = nfh_priv_arena_text(arena, tag->name, strlen(tag->name));
        copy->value = nfh_priv_arena_text(arena, tag->value, strlen(tag->value));
        copy->place = tag->place;
        if (!copy->name || !copy->value) {
            lowering->builder->out_of_memory = true;
            return first;
        }
        *end = copy;
        end = &copy->next;
    }
    return first;
}

/* An input takes one slot. What consists of several values, an interval or a code, cannot be
 * supplied: it is its default, or null. */
static void lower_input(struct nfh_lowering *lowering, struct nfh_declaration *parameter,
                        struct nfh_input *input)
{
    struct nfh_symbol *symbol = nfh_priv_symbol(parameter);
    struct tag_reader reader = {lowering, parameter, input};
    struct nfh_ref otherwise;
    bool single = !nfh_priv_is_interval(symbol->type) && !nfh_priv_has_members(symbol->type);

    input->name = text_copy(&reader, parameter->name, strlen(parameter->name));
    input->type = symbol->type;
    input->tags = nfh_priv_copy_tags(lowering, parameter->tags);
    read_tags(&reader);
    input->ref = nfh_priv_ref(input->type, NFH_SLOT_NULL);
    if (single)
        input->ref.slot = (uint32_t)lowering->builder->input_slots++;
    else
        input->ref = nfh_priv_null_ref(lowering, input->type);
    input->ref.unit = input->unit;
    input->has_default = parameter->expression != NULL;
    symbol->ref = input->ref;
    symbol->lowered = NFH_CHECKED;
    if (!parameter->expression)
        return;
    otherwise = nfh_priv_lower(lowering, parameter->expression);
    if (input->type == NFH_TYPE_QUANTITY && input->unit)
        otherwise = nfh_priv_lower_to_unit(lowering, otherwise, input->unit);
    else if (input->type == NFH_TYPE_QUANTITY)
        otherwise.slot = nfh_priv_with_unit(lowering, &otherwise);
    if (!single) {
        symbol->ref = otherwise;
        return;
    }
    symbol->ref.slot =
        nfh_priv_build(lowering->builder,
                       input->type == NFH_TYPE_BOOLEAN ? NFH_OP_COALESCE_BOOLEAN : NFH_OP_COALESCE,
                       0, input->ref.slot, otherwise.slot, 0);
}

/* A parameter without a type has an error, which has been reported. */
static bool is_input(const struct nfh_declaration *declaration)
{
    return declaration->kind == NFH_DECLARE_PARAMETER &&
           nfh_priv_symbol(declaration)->type != NFH_TYPE_NONE;
}

bool nfh_priv_lower_inputs(struct nfh_lowering *lowering, struct nfh_module *module,
                           struct nfh_program *program)
{
    size_t count = 0;

    for (struct nfh_declaration *d = module->library->declarations; d; d = d->next)
        count += is_input(d);
    program->input =
        nfh_priv_arena_allocate(lowering->compilation->arena, (count + 1) * sizeof *program->input);
    if (!program->input)
        return false;
    for (struct nfh_declaration *d = module->library->declarations; d; d = d->next)
        if (is_input(d))
            lower_input(lowering, d, &program->input[program->input_count++]);
    return true;
}
