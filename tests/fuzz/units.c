/* SPDX-License-Identifier: MIT
 *
 * units.c - fuzz target: any bytes as two units and a value.
 *
 * The input: a unit, a line end, another, a line end, a number. A unit that begins with = is a
 * calendar word.
 *
 * Properties: what is refused is refused with a place in the text and a reason; the text of a unit
 * reads as the same unit; comparing and converting agree with each other and with themselves the
 * other way round; a product divided by one factor is the other.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "number/decimal.h"
#include "number/unit.h"

static void check_refusal(struct fuzz_part text, const struct nfh_unit_error *error)
{
    struct nfh_unit meant;

    REQUIRE(error->offset <= text.length, "%zu of %zu", error->offset, text.length);
    REQUIRE(error->message != NULL && error->message[0] != '\0', "no reason");
    if (error->suggestion != NULL)
        REQUIRE(nfh_priv_unit_parse(error->suggestion, strlen(error->suggestion), &meant, NULL),
                "%s is suggested, and is none", error->suggestion);
}

/* The same members; units have no others. */
static bool is_identical(const struct nfh_unit *a, const struct nfh_unit *b)
{
    return a->factor.numerator == b->factor.numerator &&
           a->factor.denominator == b->factor.denominator &&
           a->factor.power10 == b->factor.power10 && a->factor.power_pi == b->factor.power_pi &&
           a->kind == b->kind && a->special == b->special &&
           memcmp(a->exponent, b->exponent, sizeof a->exponent) == 0 &&
           memcmp(a->arbitrary, b->arbitrary, sizeof a->arbitrary) == 0 &&
           memcmp(a->arbitrary_exponent, b->arbitrary_exponent, sizeof a->arbitrary_exponent) ==
               0 &&
           strcmp(a->text, b->text) == 0;
}

static bool read_unit(struct fuzz_part text, struct nfh_unit *unit)
{
    struct nfh_unit_error error = {SIZE_MAX, NULL, NULL};
    struct nfh_unit before, again;
    char *copy = text.length > 0 ? fuzz_copy(text) : fuzz_allocate(0);
    bool word = text.length > 0 && text.bytes[0] == '=', read;

    memset(unit, 0x5a, sizeof *unit);
    before = *unit;
    read = word ? nfh_priv_unit_calendar(copy + 1, text.length - 1, unit)
                : nfh_priv_unit_parse(copy, text.length, unit, &error);
    if (!read) {
        REQUIRE(memcmp(unit, &before, sizeof before) == 0, "a unit was written: %s", copy);
        if (!word)
            check_refusal(text, &error);
    } else {
        REQUIRE(strcmp(unit->text, copy + word) == 0, "%s became %s", copy, unit->text);
        REQUIRE(word ? nfh_priv_unit_calendar(unit->text, strlen(unit->text), &again)
                     : nfh_priv_unit_parse(unit->text, strlen(unit->text), &again, NULL),
                "%s", unit->text);
        REQUIRE(is_identical(unit, &again), "%s", unit->text);
    }
    free(copy);
    return read;
}

static void check_alone(const struct nfh_unit *unit, nfh_decimal value)
{
    nfh_decimal same;

    REQUIRE(nfh_priv_unit_commensurable(unit, unit), "%s", unit->text);
    REQUIRE(nfh_priv_unit_same(unit, unit), "%s", unit->text);
    REQUIRE(nfh_priv_unit_compare(value, unit, value, unit) == 0, "%s", unit->text);
    if (nfh_priv_unit_convert(value, unit, unit, &same))
        REQUIRE(value == same, "%s", unit->text);
}

/* Comparing one way round and the other. */
static void check_order(nfh_decimal value, const struct nfh_unit *a, nfh_decimal other,
                        const struct nfh_unit *b)
{
    int order = nfh_priv_unit_compare(value, a, other, b),
        back = nfh_priv_unit_compare(other, b, value, a);

    REQUIRE(order >= -1 && order <= 2, "%d", order);
    REQUIRE(order == 2 ? back == 2 : back == -order, "%s and %s: %d and %d", a->text, b->text,
            order, back);
    if (!nfh_priv_unit_commensurable(a, b))
        REQUIRE(order == 2, "%s and %s do not convert: %d", a->text, b->text, order);
}

static bool is_special(const struct nfh_unit *a, const struct nfh_unit *b)
{
    return a->kind == NFH_UNIT_SPECIAL || b->kind == NFH_UNIT_SPECIAL;
}

/* A ratio is rounded half away from zero: twice the value lies less than one step beyond twice the
 * result, and at most one below. */
static void check_half(nfh_decimal value, const struct nfh_unit *a, nfh_decimal result,
                       const struct nfh_unit *b)
{
    nfh_decimal away = value < 0 ? -1 : 1;
    int beyond, below;

    if (nfh_priv_decimal_magnitude(result) >= NFH_DECIMAL_LIMIT / 2 - 1 ||
        nfh_priv_decimal_magnitude(value) >= NFH_DECIMAL_LIMIT / 2)
        return;
    beyond = nfh_priv_unit_compare(2 * value, a, 2 * result + away, b);
    below = nfh_priv_unit_compare(2 * value, a, 2 * result - away, b);
    if (beyond == 2 || below == 2)
        return;
    REQUIRE(beyond * away < 0 && below * away >= 0, "%s to %s: %d, %d", a->text, b->text, beyond,
            below);
}

/* What was rounded to `result` lies between its neighbours; of scales, some fall. */
static void check_rounding(nfh_decimal value, const struct nfh_unit *a, nfh_decimal result,
                           const struct nfh_unit *b)
{
    int below, above;

    if (nfh_priv_decimal_magnitude(result) + 1 >= NFH_DECIMAL_LIMIT)
        return;
    if (!is_special(a, b)) {
        check_half(value, a, result, b);
        return;
    }
    below = nfh_priv_unit_compare(result - 1, b, value, a);
    above = nfh_priv_unit_compare(result + 1, b, value, a);
    if (below != 2 && above != 2)
        REQUIRE(below <= 0 && above >= 0, "%s to %s: %d, %d", a->text, b->text, below, above);
}

/* A ratio there and back: off by what was rounded away, seen through the units' ratio. */
static void check_return(nfh_decimal value, const struct nfh_unit *a, nfh_decimal result,
                         const struct nfh_unit *b)
{
    nfh_decimal back, step;

    if (is_special(a, b) || !nfh_priv_unit_convert(result, b, a, &back) ||
        !nfh_priv_unit_convert(1, b, a, &step))
        return;
    REQUIRE(nfh_priv_decimal_magnitude(back - value) <= nfh_priv_decimal_magnitude(step) + 1,
            "%s to %s and back", a->text, b->text);
}

static void check_conversion(nfh_decimal value, const struct nfh_unit *a, const struct nfh_unit *b)
{
    nfh_decimal result = 0x5a5a;

    if (!nfh_priv_unit_convert(value, a, b, &result)) {
        REQUIRE(result == 0x5a5a, "a result was written: %s to %s", a->text, b->text);
        return;
    }
    REQUIRE(nfh_priv_unit_commensurable(a, b), "%s to %s", a->text, b->text);
    REQUIRE(result >= -nfh_priv_decimal_max() && result <= nfh_priv_decimal_max(), "out of range");
    check_order(value, a, result, b);
    check_rounding(value, a, result, b);
    check_return(value, a, result, b);
}

/* A factor of more than 128 bits is rounded to 38 digits, and not the same whatever the order. */
static bool is_rounded(const struct nfh_unit *unit)
{
    nfh_uint128 large = NFH_DECIMAL_LIMIT * 10000000;

    return unit->factor.numerator >= large || unit->factor.denominator >= large;
}

static void check_product(const struct nfh_unit *a, const struct nfh_unit *b)
{
    struct nfh_unit product, reversed, factor, again;

    if (!nfh_priv_unit_multiply(a, b, &product) || is_rounded(&product))
        return;
    if (product.kind != NFH_UNIT_CALENDAR)
        REQUIRE(nfh_priv_unit_parse(product.text, strlen(product.text), &again, NULL) &&
                    nfh_priv_unit_same(&product, &again),
                "%s times %s: %s", a->text, b->text, product.text);
    if (nfh_priv_unit_multiply(b, a, &reversed))
        REQUIRE(nfh_priv_unit_same(&product, &reversed), "%s, %s", product.text, reversed.text);
    if (nfh_priv_unit_divide(&product, b, &factor))
        REQUIRE(nfh_priv_unit_commensurable(&factor, a) || a->kind == NFH_UNIT_CALENDAR ||
                    b->kind == NFH_UNIT_CALENDAR,
                "%s times %s over %s: %s", a->text, b->text, b->text, factor.text);
}

/* A number, or the bytes that are no number as one. */
static nfh_decimal read_value(struct fuzz_part text)
{
    nfh_decimal value = 0;

    if (nfh_priv_decimal_parse(text.bytes, text.length, &value, NULL) == NFH_DECIMAL_PARSED)
        return value;
    for (size_t i = 0; i < text.length && i < 9; i++)
        value = value * 256 + (uint8_t)text.bytes[i];
    return value;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_part rest = {size > 0 ? (const char *)data : "", size}, text = {"", 0};
    struct nfh_unit a, b;
    nfh_decimal value;

    if (!fuzz_next_part(&rest, "\n", &text) || !read_unit(text, &a) ||
        !fuzz_next_part(&rest, "\n", &text) || !read_unit(text, &b))
        return 0;
    text = (struct fuzz_part){"", 0};
    fuzz_next_part(&rest, "\n", &text);
    value = read_value(text);
    REQUIRE(nfh_priv_unit_commensurable(&a, &b) == nfh_priv_unit_commensurable(&b, &a), "%s, %s",
            a.text, b.text);
    REQUIRE(nfh_priv_unit_same(&a, &b) == nfh_priv_unit_same(&b, &a), "%s, %s", a.text, b.text);
    if (nfh_priv_unit_same(&a, &b))
        REQUIRE(nfh_priv_unit_commensurable(&a, &b), "%s, %s", a.text, b.text);
    check_alone(&a, value);
    check_order(value, &a, value, &b);
    check_conversion(value, &a, &b);
    check_conversion(value, &b, &a);
    check_product(&a, &b);
    check_product(&b, &a);
    return 0;
}
