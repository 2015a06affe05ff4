/* SPDX-License-Identifier: MIT
 *
 * vector_load.c - columns as lanes: what is known in a block, and in which rows something must be
 * looked at alone.
 *
 * A value outside the parameter's @min and @max is not known, as for a single subject.
 */
#include <math.h>
#include <string.h>

#include "cql/vector_plan.h"
#include "nfhscreen.h"

/* Doubles from here on are no decimals. */
#define BEYOND_DECIMALS 1e20
#define SCALE_MAX       (NFH_SCALE_MAX * (double)NFH_DECIMAL_ONE)

static const struct nfh_column *column_of(const struct nfh_vector *vector,
                                          const struct nfh_vector_step *step)
{
    return &vector->source.column[step->input];
}

/* Leaves the known bits in the lane: the rows of `valid` that are `inside` too. */
static void keep(const struct nfh_vector *vector, const struct nfh_lane *lane,
                 const uint64_t *valid, const uint64_t *inside)
{
    for (size_t i = 0; i < vector->words; i++)
        lane->is_true[i] = valid[i] & inside[i];
}

static void leave_row(struct nfh_vector *vector, size_t row)
{
    vector->alone[row / 64] |= UINT64_C(1) << row % 64;
}

/* ---- Booleans -------------------------------------------------------------------------------- */

/* Both arrays from whole bytes on, as they are mostly: 64 rows at a time from where they lie. */
static bool load_aligned_truths(const struct nfh_vector *vector, const struct nfh_column *column,
                                const struct nfh_lane *lane)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    size_t from = column->offset + vector->first;
    const uint8_t *values = (const uint8_t *)column->values + from / 8;
    const uint8_t *validity = column->validity ? column->validity + from / 8 : NULL;
    if (from % 8 != 0 || vector->rows % 64 != 0)
        return false;
    nfh_priv_vector_expect(values + NFH_BLOCK_ROWS / 8, NFH_BLOCK_ROWS / 8);
    if (validity)
        nfh_priv_vector_expect(validity + NFH_BLOCK_ROWS / 8, NFH_BLOCK_ROWS / 8);
    for (size_t i = 0; i < vector->words; i++) {
        uint64_t is_true, known = UINT64_MAX;
        memcpy(&is_true, values + 8 * i, sizeof is_true);
        if (validity)
            memcpy(&known, validity + 8 * i, sizeof known);
        lane->is_true[i] = is_true & known;
        lane->is_false[i] = ~is_true & known;
    }
    return true;
#else
    (void)vector;
    (void)column;
    (void)lane;
    return false;
#endif
}

static void load_truths(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const struct nfh_column *column = column_of(vector, step);
    const struct nfh_lane *lane = &vector->lane[step->to];
    uint64_t valid[NFH_BLOCK_WORDS], bits[NFH_BLOCK_WORDS], odd[NFH_BLOCK_WORDS];
    if (column->format == NFH_COLUMN_BITS && load_aligned_truths(vector, column, lane))
        return;
    nfh_priv_vector_bits(vector, column->validity, column->offset, valid);
    if (column->format == NFH_COLUMN_BITS) {
        nfh_priv_vector_bits(vector, column->values, column->offset, bits);
    } else {
        const uint8_t *bytes = (const uint8_t *)column->values + column->offset + vector->first;
        uint8_t rest[64] = {0};
        size_t whole = vector->rows / 64;
        vector->kernels->pack(bytes, whole, bits, odd);
        if (whole < vector->words) {
            memcpy(rest, bytes + 64 * whole, vector->rows - 64 * whole);
            vector->kernels->pack(rest, 1, bits + whole, odd + whole);
        }
        nfh_priv_vector_leave(vector, odd, valid);
    }
    nfh_priv_vector_decide(vector, lane, bits, valid, false);
}

/* ---- Numbers --------------------------------------------------------------------------------- */

/* Doubles that are not within the limits: NaN is not known, and so is what is implausible; what is
 * no decimal is an error. */
static void sort_out(struct nfh_vector *vector, const double *number, const uint64_t *valid,
                     const uint64_t *inside, bool is_error)
{
    for (size_t i = 0; i < vector->words; i++) {
        uint64_t rest = valid[i] & ~inside[i];
        while (rest != 0) {
            size_t row = i * 64 + nfh_priv_vector_next(&rest);
            if (!isnan(number[row]) && (is_error || fabs(number[row]) >= BEYOND_DECIMALS / 2))
                leave_row(vector, row);
        }
    }
}

/* The doubles stay where they are, but for those of a block that is not full. */
static void load_doubles(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const struct nfh_column *column = column_of(vector, step);
    struct nfh_lane *lane = &vector->lane[step->to];
    uint64_t valid[NFH_BLOCK_WORDS], inside[NFH_BLOCK_WORDS];
    lane->raw = (const double *)column->values + column->offset + vector->first;
    nfh_priv_vector_expect(lane->raw + NFH_BLOCK_ROWS, NFH_BLOCK_ROWS * sizeof *lane->raw);
    if (vector->rows % 64 != 0) {
        memcpy(lane->own_raw, lane->raw, vector->rows * sizeof *lane->raw);
        lane->raw = lane->own_raw;
    }
    nfh_priv_vector_bits(vector, column->validity, column->offset, valid);
    vector->kernels->between(lane->raw, step->limit, step->beyond, vector->words, inside);
    keep(vector, lane, valid, inside);
    sort_out(vector, lane->raw, valid, inside, false);
}

/* Integers of any width as doubles; what is beyond their exactness comes out beyond all limits. */
static void read_integers(const struct nfh_vector *vector, const struct nfh_column *column,
                          double *number)
{
    size_t from = column->offset + vector->first, rows = vector->rows;
    switch (column->format) {
    case NFH_COLUMN_INT8:
        for (size_t i = 0; i < rows; i++)
            number[i] = ((const int8_t *)column->values)[from + i];
        break;
    case NFH_COLUMN_INT16:
        for (size_t i = 0; i < rows; i++)
            number[i] = ((const int16_t *)column->values)[from + i];
        break;
    case NFH_COLUMN_INT32:
        for (size_t i = 0; i < rows; i++)
            number[i] = ((const int32_t *)column->values)[from + i];
        break;
    case NFH_COLUMN_INT64:
        for (size_t i = 0; i < rows; i++)
            number[i] = (double)((const int64_t *)column->values)[from + i];
        break;
    case NFH_COLUMN_UINT8:
        for (size_t i = 0; i < rows; i++)
            number[i] = ((const uint8_t *)column->values)[from + i];
        break;
    case NFH_COLUMN_UINT16:
        for (size_t i = 0; i < rows; i++)
            number[i] = ((const uint16_t *)column->values)[from + i];
        break;
    case NFH_COLUMN_UINT32:
        for (size_t i = 0; i < rows; i++)
            number[i] = ((const uint32_t *)column->values)[from + i];
        break;
    case NFH_COLUMN_UINT64:
        for (size_t i = 0; i < rows; i++)
            number[i] = (double)((const uint64_t *)column->values)[from + i];
        break;
    default: /* NFH_COLUMN_INT128 */
        for (size_t i = 0; i < rows; i++)
            number[i] = (double)nfh_priv_column_integer(column, vector->first + i);
        break;
    }
}

/* step->limit and beyond: least and greatest of the lane's numbers, both allowed; days[0]: zeros to
 * append; days[1]: what is outside is an error, for the values are listed. */
static void load_integers(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const struct nfh_column *column = column_of(vector, step);
    const struct nfh_lane *lane = &vector->lane[step->to];
    uint64_t valid[NFH_BLOCK_WORDS], inside[NFH_BLOCK_WORDS], exact[NFH_BLOCK_WORDS];
    double factor = 1.0;
    for (int i = 0; i < step->days[0]; i++)
        factor *= 10.0;
    read_integers(vector, column, lane->number);
    for (size_t i = 0; factor != 1.0 && i < vector->rows; i++)
        lane->number[i] *= factor;
    nfh_priv_vector_bits(vector, column->validity, column->offset, valid);
    vector->kernels->between(lane->number, -NFH_EXACT_MAX, NFH_EXACT_MAX, vector->words, exact);
    vector->kernels->between(lane->number, step->limit, step->beyond + 0.5, vector->words, inside);
    for (size_t i = 0; i < vector->words; i++)
        vector->alone[i] |= valid[i] & ~exact[i];
    keep(vector, lane, valid, inside);
    if (step->days[1])
        sort_out(vector, lane->number, valid, inside, true);
}

/* ---- Dates ----------------------------------------------------------------------------------- */

static void load_dates(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const struct nfh_column *column = column_of(vector, step);
    struct nfh_lane *lane = &vector->lane[step->to];
    uint64_t valid[NFH_BLOCK_WORDS], inside[NFH_BLOCK_WORDS];
    lane->days = (const int32_t *)column->values + column->offset + vector->first;
    nfh_priv_vector_expect(lane->days + NFH_BLOCK_ROWS, NFH_BLOCK_ROWS * sizeof *lane->days);
    if (vector->rows % 64 != 0) {
        memcpy(lane->own_days, lane->days, vector->rows * sizeof *lane->days);
        lane->days = lane->own_days;
    }
    nfh_priv_vector_bits(vector, column->validity, column->offset, valid);
    vector->kernels->dates_between(lane->days, step->days[0], step->days[1], vector->words, inside);
    keep(vector, lane, valid, inside);
    for (size_t i = 0; i < vector->words; i++) {
        uint64_t rest = valid[i] & ~inside[i];
        while (rest != 0) {
            size_t row = i * 64 + nfh_priv_vector_next(&rest);
            int32_t days = lane->days[row];
            if (days != NFH_DATE_UNKNOWN && (days < NFH_DAYS_MIN || days > NFH_DAYS_MAX))
                leave_row(vector, row);
        }
    }
}

/* ---- One by one ------------------------------------------------------------------------------ */

/* What has no loop: it is read as for a single subject. */
static void load_rows(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const struct nfh_column *column = column_of(vector, step);
    struct nfh_lane *lane = &vector->lane[step->to];
    const struct nfh_value unknown = {.known = 0};
    for (size_t row = 0; row < vector->rows; row++) {
        struct nfh_value value = unknown;
        bool done = true;
        if (nfh_priv_column_is_valid(column, vector->first + row))
            done = vector->source.read(vector->source.context, step->input, vector->first + row,
                                       &value);
        if (lane->kind != NFH_LANE_ROW)
            done = nfh_priv_vector_put(vector, lane, row, &value) && done;
        if (!done)
            leave_row(vector, row);
    }
}

/* ---- Choosing -------------------------------------------------------------------------------- */

double nfh_priv_vector_least_double(nfh_decimal decimal)
{
    /* Halves the doubles, by their order as integers, between one that is less and one that is not.
     */
    double low = -BEYOND_DECIMALS, high = BEYOND_DECIMALS;
    double near = nfh_priv_decimal_to_double(decimal), width = fabs(near) * 1e-14 + 1e-7;
    nfh_decimal read;
    if (nfh_priv_decimal_from_double(near - width, &read) && read < decimal)
        low = near - width;
    if (nfh_priv_decimal_from_double(near + width, &read) && read >= decimal)
        high = near + width;
    for (;;) {
        double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high)
            return high;
        if (nfh_priv_decimal_from_double(middle, &read) ? read < decimal : middle < 0)
            low = middle;
        else
            high = middle;
    }
}

/* Whether @values are the whole numbers from one to another, and which. */
static bool find_stretch(const struct nfh_input *input, double *low, double *high)
{
    nfh_decimal least = 0, greatest = 0;
    for (size_t i = 0; i < input->value_count; i++) {
        nfh_decimal value;
        if (nfh_priv_decimal_parse(input->values[i], strlen(input->values[i]), &value, NULL) !=
                NFH_DECIMAL_PARSED ||
            value % NFH_DECIMAL_ONE != 0)
            return false;
        if (i > 0 && value != greatest + NFH_DECIMAL_ONE)
            return false;
        greatest = value;
        least = i == 0 ? value : least;
    }
    *low = (double)(int64_t)(least / NFH_DECIMAL_ONE);
    *high = (double)(int64_t)(greatest / NFH_DECIMAL_ONE);
    return nfh_priv_decimal_magnitude(least) < (nfh_uint128)NFH_EXACT_MAX &&
           nfh_priv_decimal_magnitude(greatest) < (nfh_uint128)NFH_EXACT_MAX;
}

static double clamp(double value, double limit)
{
    return value < -limit ? -limit : value > limit ? limit : value;
}

/* The limits of an input as those of its lane. */
static void set_limits(struct nfh_lane *lane, const struct nfh_input *input, double limit)
{
    bool is_integer = lane->kind == NFH_LANE_INTEGER;
    double one = is_integer ? (double)NFH_DECIMAL_ONE : 1.0;
    lane->low = clamp(input->has_min ? ceil((double)input->min / one) : -limit, limit);
    lane->high = clamp(input->has_max ? floor((double)input->max / one) : limit, limit);
}

static void plan_doubles(struct nfh_vector *vector, uint32_t slot, const struct nfh_input *input,
                         struct nfh_vector_step *step)
{
    struct nfh_lane *lane = &vector->lane[slot];
    step->run = load_doubles;
    step->limit = input->has_min ? nfh_priv_vector_least_double(input->min) : -BEYOND_DECIMALS / 2;
    step->beyond =
        input->has_max ? nfh_priv_vector_least_double(input->max + 1) : BEYOND_DECIMALS / 2;
    lane->is_raw = true;
    lane->own_raw = lane->number;
    lane->number = NULL;
    lane->may_exceed = !input->has_min || (double)input->min <= -SCALE_MAX || !input->has_max ||
                       (double)input->max >= SCALE_MAX;
    set_limits(lane, input, SCALE_MAX);
}

static void plan_integers(struct nfh_lane *lane, const struct nfh_input *input,
                          const struct nfh_column *column, struct nfh_vector_step *step)
{
    double type_limit = input->type == NFH_TYPE_INTEGER ? 2147483648.0 : NFH_EXACT_MAX;
    step->run = load_integers;
    set_limits(lane, input, type_limit);
    if (lane->kind == NFH_LANE_DECIMAL)
        step->days[0] = NFH_DECIMAL_PLACES - column->places;
    if (input->values && find_stretch(input, &lane->low, &lane->high))
        step->days[1] = true;
    step->limit = lane->low;
    step->beyond = lane->high;
}

/* Whether integers, scaled or not, can be loaded by the loop above. */
static bool has_integer_loop(const struct nfh_input *input, const struct nfh_column *column)
{
    double low, high;
    if (column->kind == NFH_COLUMN_PLAIN && !nfh_priv_format_is_integer(column->format))
        return false;
    if (column->places < 0 || column->places > NFH_DECIMAL_PLACES)
        return false;
    if (input->type == NFH_TYPE_INTEGER) /* beyond its range it is an error */
        return !input->values
                   ? column->format != NFH_COLUMN_INT64 && column->format != NFH_COLUMN_UINT64 &&
                         column->format != NFH_COLUMN_UINT32
                   : find_stretch(input, &low, &high);
    return !input->values;
}

static unsigned kind_of(const struct nfh_input *input)
{
    switch (input->type) {
    case NFH_TYPE_BOOLEAN:
        return NFH_LANE_TRUTH;
    case NFH_TYPE_INTEGER:
    case NFH_TYPE_LONG:
        return NFH_LANE_INTEGER;
    case NFH_TYPE_DECIMAL:
        return NFH_LANE_DECIMAL;
    case NFH_TYPE_QUANTITY:
        return input->unit ? NFH_LANE_DECIMAL : NFH_LANE_ROW;
    case NFH_TYPE_DATE:
        return NFH_LANE_DATE;
    case NFH_TYPE_STRING:
        return NFH_LANE_STRING;
    default:
        return NFH_LANE_ROW;
    }
}

void nfh_priv_vector_plan_load(struct nfh_vector *vector, size_t index)
{
    const struct nfh_input *input = &vector->program->input[index];
    const struct nfh_column *column = &vector->source.column[index];
    uint32_t slot = input->ref.slot;
    unsigned kind = kind_of(input);
    struct nfh_lane *lane = &vector->lane[slot];
    if (kind == NFH_LANE_ROW)
        nfh_priv_vector_refuse(vector, slot, "a parameter of a type that no column has");
    else
        nfh_priv_vector_make(vector, slot, kind);
    if (column->kind == NFH_COLUMN_NONE)
        return; /* all zero: not known */
    struct nfh_vector_step *step = nfh_priv_vector_step(vector, load_rows, slot, slot, slot);
    step->input = (uint32_t)index;
    bool is_plain = column->kind == NFH_COLUMN_PLAIN && !vector->source.is_converted[index];
    if (kind == NFH_LANE_TRUTH && is_plain) {
        step->run = load_truths;
    } else if (kind == NFH_LANE_STRING) {
        nfh_priv_vector_plan_texts(vector, index, step);
    } else if (kind == NFH_LANE_DATE && is_plain && column->format == NFH_COLUMN_DATE32 &&
               !input->values) {
        step->run = load_dates;
        lane->low = input->has_min
                        ? (double)nfh_priv_date_to_days(nfh_priv_date_first((nfh_date)input->min))
                        : NFH_DAYS_MIN;
        lane->high = input->has_max
                         ? (double)nfh_priv_date_to_days(nfh_priv_date_last((nfh_date)input->max))
                         : NFH_DAYS_MAX;
        step->days[0] = (int32_t)lane->low;
        step->days[1] = (int32_t)lane->high;
    } else if (kind == NFH_LANE_DECIMAL && is_plain && column->format == NFH_COLUMN_DOUBLE &&
               !input->values) {
        plan_doubles(vector, slot, input, step);
    } else if ((kind == NFH_LANE_DECIMAL || kind == NFH_LANE_INTEGER) &&
               (is_plain ||
                (column->kind == NFH_COLUMN_SCALED && !vector->source.is_converted[index])) &&
               has_integer_loop(input, column)) {
        plan_integers(lane, input, column, step);
    }
}
