/* SPDX-License-Identifier: MIT
 *
 * trial_values.c - which values are worth trying for an input: those at which a comparison of the
 * program turns, and those beside them.
 */
#include <string.h>

#include "cql/native.h"
#include "cql/run.h"
#include "cql/trial.h"

#define BASES_MAX 2 /* known dates around which dates are tried */

/* ---- Places ---------------------------------------------------------------------------------- */

bool nfh_priv_input_ordered(const struct nfh_input *input)
{
    return input->type == NFH_TYPE_INTEGER || input->type == NFH_TYPE_LONG ||
           input->type == NFH_TYPE_DECIMAL || input->type == NFH_TYPE_DATE ||
           (input->type == NFH_TYPE_QUANTITY && input->unit);
}

static bool is_whole(const struct nfh_input *input)
{
    return input->type == NFH_TYPE_INTEGER || input->type == NFH_TYPE_LONG;
}

/* The whole number at or above a scaled one, or at or below. */
static nfh_decimal whole(nfh_decimal scaled, bool above)
{
    nfh_decimal quotient = scaled / NFH_DECIMAL_ONE, rest = scaled % NFH_DECIMAL_ONE;

    if (above)
        return quotient + (rest > 0);
    return quotient - (rest < 0);
}

void nfh_priv_input_bounds(const struct nfh_input *input, const struct nfh_value *value,
                           nfh_decimal *least, nfh_decimal *greatest)
{
    nfh_decimal low, high;

    switch (input->type) {
    case NFH_TYPE_INTEGER:
        *least = INT32_MIN;
        *greatest = INT32_MAX;
        break;
    case NFH_TYPE_LONG:
        *least = INT64_MIN;
        *greatest = INT64_MAX;
        break;
    case NFH_TYPE_DATE:
        *least = NFH_DAYS_MIN;
        *greatest = NFH_DAYS_MAX;
        break;
    default:
        *greatest = nfh_priv_decimal_max();
        *least = -*greatest;
        break;
    }
    low = input->type == NFH_TYPE_DATE && input->has_min
              ? nfh_priv_date_to_days((nfh_date)input->min)
          : is_whole(input) ? whole(input->min, true)
                            : input->min;
    high = input->type == NFH_TYPE_DATE && input->has_max
               ? nfh_priv_date_to_days((nfh_date)input->max)
           : is_whole(input) ? whole(input->max, false)
                             : input->max;
    if (input->has_min && low > *least)
        *least = low;
    if (input->has_max && high < *greatest)
        *greatest = high;
    if (value->known || !nfh_priv_is_censored(value) || input->type == NFH_TYPE_DATE)
        return;
    nfh_decimal limit = is_whole(input) ? value->as.integer : value->as.decimal;
    int step = value->note & NFH_NOTE_OR_EQUAL ? 0 : 1;
    if ((value->note & NFH_NOTE_BELOW) && limit - step < *greatest)
        *greatest = limit - step;
    if ((value->note & NFH_NOTE_ABOVE) && limit + step > *least)
        *least = limit + step;
}

static void bounds_of(const struct nfh_trial *trial, unsigned index, nfh_decimal *least,
                      nfh_decimal *greatest)
{
    const struct nfh_input *input = nfh_priv_trial_input(trial, index);

    nfh_priv_input_bounds(input, &trial->base[input->ref.slot], least, greatest);
}

struct nfh_value nfh_priv_input_at(const struct nfh_input *input, nfh_decimal place)
{
    struct nfh_value value = {.known = 1};

    if (input->type == NFH_TYPE_DATE)
        value.as.date = nfh_priv_date_from_days((int32_t)place);
    else if (is_whole(input))
        value.as.integer = (int64_t)place;
    else
        value.as.decimal = place;
    return value;
}

/* ---- The pool -------------------------------------------------------------------------------- */

static bool same(const struct nfh_input *input, const struct nfh_value *a,
                 const struct nfh_value *b)
{
    switch (input->type) {
    case NFH_TYPE_BOOLEAN:
        return a->truth == b->truth;
    case NFH_TYPE_INTEGER:
    case NFH_TYPE_LONG:
        return a->as.integer == b->as.integer;
    case NFH_TYPE_DATE:
        return a->as.date == b->as.date;
    case NFH_TYPE_DATETIME:
    case NFH_TYPE_TIME:
        return a->as.datetime == b->as.datetime;
    case NFH_TYPE_STRING:
        return a->as.string.length == b->as.string.length &&
               memcmp(a->as.string.bytes, b->as.string.bytes, a->as.string.length) == 0;
    default:
        return a->as.decimal == b->as.decimal && a->unit == b->unit;
    }
}

static size_t append(struct nfh_trial *trial, unsigned index, const struct nfh_value *value)
{
    struct nfh_pool *pool = &trial->pool[index];
    const struct nfh_input *input = nfh_priv_trial_input(trial, index);

    for (size_t i = 0; i < pool->count; i++)
        if (same(input, &pool->value[i], value))
            return i;
    if (pool->count == NFH_POOL_MAX)
        return NFH_POOL_MAX;
    pool->value[pool->count] = *value;
    return pool->count++;
}

static void add(struct nfh_trial *trial, unsigned index, const struct nfh_value *value)
{
    /* What the program says comes first; room is left for what is found later. */
    if (trial->pool[index].count < NFH_POOL_MAX / 2)
        append(trial, index, value);
}

/* A place, if the input's limits allow it. */
static void add_place(struct nfh_trial *trial, unsigned index, nfh_decimal place)
{
    const struct nfh_input *input = nfh_priv_trial_input(trial, index);
    nfh_decimal least, greatest;

    bounds_of(trial, index, &least, &greatest);
    if (place < least || place > greatest)
        return;
    struct nfh_value value = nfh_priv_input_at(input, place);
    add(trial, index, &value);
}

static void add_text(struct nfh_trial *trial, unsigned index, const char *text)
{
    struct nfh_value value = {.known = 1};

    value.as.string.bytes = text;
    value.as.string.length = strlen(text);
    add(trial, index, &value);
}

/* The values that the rule set allows; false: it names none. */
static bool add_allowed(struct nfh_trial *trial, unsigned index)
{
    const struct nfh_input *input = nfh_priv_trial_input(trial, index);
    nfh_decimal number;

    for (size_t i = 0; i < input->value_count; i++) {
        if (input->type == NFH_TYPE_STRING)
            add_text(trial, index, input->values[i]);
        else if (nfh_priv_decimal_parse(input->values[i], strlen(input->values[i]), &number,
                                        NULL) == NFH_DECIMAL_PARSED)
            add_place(trial, index, number / NFH_DECIMAL_ONE);
    }
    return input->value_count > 0;
}

/* ---- What the program compares --------------------------------------------------------------- */

/* The type of what an instruction compares, or measures the distance of. */
static nfh_type compared_type(unsigned opcode)
{
    static const struct {
        uint16_t opcode;
        uint8_t type;
    } types[] = {
        {NFH_OP_EQUAL_INTEGER, NFH_TYPE_INTEGER},
        {NFH_OP_LESS_INTEGER, NFH_TYPE_INTEGER},
        {NFH_OP_LESS_OR_EQUAL_INTEGER, NFH_TYPE_INTEGER},
        {NFH_OP_EQUAL_DECIMAL, NFH_TYPE_DECIMAL},
        {NFH_OP_LESS_DECIMAL, NFH_TYPE_DECIMAL},
        {NFH_OP_LESS_OR_EQUAL_DECIMAL, NFH_TYPE_DECIMAL},
        {NFH_OP_SIMILAR_DECIMAL, NFH_TYPE_DECIMAL},
        {NFH_OP_EQUAL_STRING, NFH_TYPE_STRING},
        {NFH_OP_LESS_STRING, NFH_TYPE_STRING},
        {NFH_OP_LESS_OR_EQUAL_STRING, NFH_TYPE_STRING},
        {NFH_OP_SIMILAR_STRING, NFH_TYPE_STRING},
        {NFH_OP_STARTS_WITH, NFH_TYPE_STRING},
        {NFH_OP_ENDS_WITH, NFH_TYPE_STRING},
        {NFH_OP_EQUAL_DATE, NFH_TYPE_DATE},
        {NFH_OP_LESS_DATE, NFH_TYPE_DATE},
        {NFH_OP_LESS_OR_EQUAL_DATE, NFH_TYPE_DATE},
        {NFH_OP_DURATION, NFH_TYPE_DATE},
        {NFH_OP_DIFFERENCE, NFH_TYPE_DATE},
        {NFH_OP_EQUAL_DATETIME, NFH_TYPE_DATETIME},
        {NFH_OP_LESS_DATETIME, NFH_TYPE_DATETIME},
        {NFH_OP_LESS_OR_EQUAL_DATETIME, NFH_TYPE_DATETIME},
        {NFH_OP_EQUAL_QUANTITY, NFH_TYPE_QUANTITY},
        {NFH_OP_LESS_QUANTITY, NFH_TYPE_QUANTITY},
        {NFH_OP_LESS_OR_EQUAL_QUANTITY, NFH_TYPE_QUANTITY},
        {NFH_OP_SIMILAR_QUANTITY, NFH_TYPE_QUANTITY},
    };

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (types[i].opcode == opcode)
            return types[i].type;
    return NFH_TYPE_NONE;
}

/* The type of an operand that is known, beside one that depends on the input. */
static nfh_type operand_type(const struct nfh_instruction *in, size_t operand)
{
    if (in->opcode == NFH_OP_NATIVE_TRUTH || in->opcode == NFH_OP_NATIVE_VALUE)
        return nfh_priv_native(in->detail)->operand[operand].type;
    return compared_type(in->opcode);
}

/* A number, scaled, as a place of the input: itself and its neighbours. */
static void add_number(struct nfh_trial *trial, unsigned index, nfh_decimal scaled)
{
    const struct nfh_input *input = nfh_priv_trial_input(trial, index);
    nfh_decimal place = is_whole(input) ? whole(scaled, false) : scaled;

    for (int step = 0; step < 3; step++)
        add_place(trial, index, place + (step == 2 ? -1 : step));
}

static void add_quantity(struct nfh_trial *trial, unsigned index, const struct nfh_value *known)
{
    struct nfh_value value = {.known = 1};

    for (int step = -1; step < 2; step++) {
        value.unit = known->unit ? known->unit : nfh_priv_unit_one();
        if (nfh_priv_decimal_add(known->as.decimal, step, &value.as.decimal))
            add(trial, index, &value);
    }
}

static void add_datetime(struct nfh_trial *trial, unsigned index, nfh_datetime known)
{
    bool is_time = nfh_priv_trial_input(trial, index)->type == NFH_TYPE_TIME;
    struct nfh_value value = {.known = 1};

    value.as.datetime = known;
    add(trial, index, &value);
    if ((is_time ? nfh_priv_time_successor : nfh_priv_datetime_successor)(known,
                                                                          &value.as.datetime))
        add(trial, index, &value);
    if ((is_time ? nfh_priv_time_predecessor : nfh_priv_datetime_predecessor)(known,
                                                                              &value.as.datetime))
        add(trial, index, &value);
}

/* Dates around one that is known: the limits of the usual periods and ages lie between them. */
static void add_dates(struct nfh_trial *trial, unsigned index, nfh_date base)
{
    static const int16_t days[] = {0,     1,      -1,     -20,    -100, -400, -1500,
                                   -7500, -12000, -20000, -26000, 20,   400};
    nfh_decimal place = nfh_priv_date_to_days(nfh_priv_date_first(base));

    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++)
        add_place(trial, index, place + days[i]);
}

static void add_known(struct nfh_trial *trial, unsigned index, nfh_type type,
                      const struct nfh_value *known)
{
    const struct nfh_input *input = nfh_priv_trial_input(trial, index);
    bool is_number = nfh_priv_input_ordered(input) && input->type != NFH_TYPE_DATE;

    if (!known->known)
        return;
    if (type == NFH_TYPE_STRING && input->type == NFH_TYPE_STRING)
        add(trial, index, known);
    else if (type == NFH_TYPE_INTEGER && is_number && known->as.integer <= INT32_MAX &&
             known->as.integer >= INT32_MIN)
        add_number(trial, index, nfh_priv_decimal_from_integer(known->as.integer));
    else if (type == NFH_TYPE_DECIMAL && is_number)
        add_number(trial, index, known->as.decimal);
    else if (type == NFH_TYPE_QUANTITY && input->type == NFH_TYPE_QUANTITY && !input->unit)
        add_quantity(trial, index, known);
    else if (type == NFH_TYPE_DATETIME &&
             (input->type == NFH_TYPE_DATETIME || input->type == NFH_TYPE_TIME))
        add_datetime(trial, index, known->as.datetime);
    else if (type == NFH_TYPE_DATE && input->type == NFH_TYPE_DATE)
        add_dates(trial, index, known->as.date);
}

/* What stands on the other side of the instructions that depend on the input. */
static unsigned add_compared(struct nfh_trial *trial, unsigned index)
{
    const struct nfh_program *program = trial->program;
    size_t first = nfh_priv_first_result(program), count;
    unsigned dates = 0;

    for (size_t i = 0; i < trial->step_count; i++) {
        const struct nfh_instruction *in = &program->code[trial->step[i]];
        const uint32_t *operand = nfh_priv_operands(program, in, &count);
        if (!(trial->depends[first + trial->step[i]] & nfh_priv_inputs_one(index)))
            continue;
        for (size_t k = 0; k < count; k++) {
            nfh_type type = operand_type(in, k);
            const struct nfh_value *value = &trial->base[operand[k]];
            if (type == NFH_TYPE_NONE || trial->depends[operand[k]] ||
                (type == NFH_TYPE_DATE && value->known && dates == BASES_MAX))
                continue;
            dates += type == NFH_TYPE_DATE && value->known;
            add_known(trial, index, type, value);
        }
    }
    return dates;
}

/* ---- By type --------------------------------------------------------------------------------- */

static void fill_number(struct nfh_trial *trial, unsigned index)
{
    const struct nfh_input *input = nfh_priv_trial_input(trial, index);
    static const int32_t usual[] = {0, 1000000, -1000000, 1, -1, 50};
    nfh_decimal least, greatest;

    bounds_of(trial, index, &least, &greatest);
    bool censored = nfh_priv_is_censored(&trial->base[input->ref.slot]);
    if (input->has_min || censored)
        add_place(trial, index, least);
    if (input->has_max || censored)
        add_place(trial, index, greatest);
    add_compared(trial, index);
    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
        add_place(trial, index, is_whole(input) ? usual[i] : usual[i] * NFH_DECIMAL_ONE);
    /* Between the limits. */
    if (input->has_min && input->has_max)
        for (int i = 1; i < 4; i++)
            add_place(trial, index, least + (greatest - least) / 4 * i);
}

static void fill_date(struct nfh_trial *trial, unsigned index)
{
    const struct nfh_input *input = nfh_priv_trial_input(trial, index);
    nfh_decimal least, greatest;

    if (add_compared(trial, index) == 0)
        add_dates(trial, index, nfh_priv_date_pack(2020, 6, 15));
    bounds_of(trial, index, &least, &greatest);
    if (input->has_min)
        add_place(trial, index, least);
    if (input->has_max)
        add_place(trial, index, greatest);
}

static void fill_other(struct nfh_trial *trial, unsigned index)
{
    const struct nfh_input *input = nfh_priv_trial_input(trial, index);
    struct nfh_value value = {.known = 1};

    add_compared(trial, index);
    switch (input->type) {
    case NFH_TYPE_STRING:
        add_text(trial, index, "");
        add_text(trial, index, "?");
        break;
    case NFH_TYPE_QUANTITY:
        value.unit = nfh_priv_unit_one();
        add(trial, index, &value);
        break;
    case NFH_TYPE_TIME:
        add_datetime(trial, index, nfh_priv_time_minimum());
        add_datetime(trial, index, nfh_priv_time_maximum());
        break;
    default:
        add_datetime(trial, index, nfh_priv_datetime_minimum());
        add_datetime(trial, index, nfh_priv_datetime_maximum());
        break;
    }
}

const struct nfh_pool *nfh_priv_trial_pool(struct nfh_trial *trial, unsigned index)
{
    struct nfh_pool *pool = &trial->pool[index];
    const struct nfh_input *input = nfh_priv_trial_input(trial, index);
    struct nfh_value truth = {.truth = NFH_TRUTH_FALSE};

    if (pool->is_made)
        return pool;
    pool->is_made = true;
    if (input->type == NFH_TYPE_BOOLEAN) {
        add(trial, index, &truth);
        truth.truth = NFH_TRUTH_TRUE;
        add(trial, index, &truth);
    } else if (!add_allowed(trial, index)) {
        if (input->type == NFH_TYPE_DATE)
            fill_date(trial, index);
        else if (nfh_priv_input_ordered(input))
            fill_number(trial, index);
        else
            fill_other(trial, index);
    }
    return pool;
}

size_t nfh_priv_trial_pool_add(struct nfh_trial *trial, unsigned index,
                               const struct nfh_value *value)
{
    nfh_priv_trial_pool(trial, index);
    return append(trial, index, value);
}
