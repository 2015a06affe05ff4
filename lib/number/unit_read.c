/* SPDX-License-Identifier: MIT
 *
 * unit_read.c - from the text of a unit, or a calendar word of CQL, to its factor and dimension.
 */
#include <string.h>

#include "number/unit_internal.h"

static const struct nfh_unit one = {{1, 1, 0, 0}, NFH_UNIT_RATIO, 0, {0}, {0}, {0}, "1"};

const struct nfh_unit *nfh_priv_unit_one(void)
{
    return &one;
}

static bool fail(struct nfh_unit_error *error, const char *message)
{
    error->message = message;
    return false;
}

/* Why a symbol is no unit. */
static bool unknown(const struct nfh_unit_component *c, struct nfh_unit_error *error)
{
    const struct nfh_unit_slip *slip = nfh_priv_unit_slip(c->symbol, c->length);
    size_t n;

    if (slip != NULL)
        error->suggestion = slip->right;
    for (n = 1; n <= 2 && n < c->length; n++) {
        if (nfh_priv_unit_prefix(c->symbol, n) != NULL &&
            nfh_priv_unit_atom(c->symbol + n, c->length - n) != NULL)
            return fail(error, "this unit takes no prefix");
    }
    return fail(error, "no unit of UCUM (its codes are case-sensitive)");
}

static bool add_exponents(struct nfh_unit *unit, const struct nfh_unit_atom *atom, int exponent)
{
    int i, sum;

    for (i = 0; i < NFH_UNIT_BASES; i++) {
        sum = unit->exponent[i] + atom->exponent[i] * exponent;
        if (sum < -INT8_MAX || sum > INT8_MAX)
            return false;
        unit->exponent[i] = (int8_t)sum;
    }
    return true;
}

/* Keeps the list ascending by number and free of exponent 0, so that equal units have equal lists.
 */
static bool add_arbitrary(struct nfh_unit *unit, uint8_t number, int exponent)
{
    uint8_t *list = unit->arbitrary;
    int8_t *exponents = unit->arbitrary_exponent;
    int at = 0, count = 0, sum;

    while (count < NFH_UNIT_ARBITRARIES && list[count] != 0)
        count++;
    while (at < count && list[at] < number)
        at++;
    if (at < count && list[at] == number) {
        sum = exponents[at] + exponent;
    } else {
        if (count == NFH_UNIT_ARBITRARIES)
            return false;
        memmove(list + at + 1, list + at, (size_t)(count - at));
        memmove(exponents + at + 1, exponents + at, (size_t)(count - at));
        list[at] = number;
        sum = exponent;
        count++;
    }
    if (sum < -INT8_MAX || sum > INT8_MAX)
        return false;
    exponents[at] = (int8_t)sum;
    if (sum != 0)
        return true;
    memmove(list + at, list + at + 1, (size_t)(count - at - 1));
    memmove(exponents + at, exponents + at + 1, (size_t)(count - at - 1));
    list[count - 1] = 0;
    exponents[count - 1] = 0;
    return true;
}

static void set_number(struct nfh_unit_factor *factor, uint64_t number)
{
    for (; number % 10 == 0; number /= 10) /* a factor's numerator is no multiple of ten */
        factor->power10++;
    factor->numerator = number;
}

/* The factor of a component without its exponent; *atom is NULL for a number or a lone annotation.
 */
static bool find_factor(const struct nfh_unit_component *c, struct nfh_unit_factor *factor,
                        const struct nfh_unit_atom **atom, struct nfh_unit_error *error)
{
    const struct nfh_unit_prefix *prefix = NULL;
    struct nfh_unit_factor scale = one.factor;

    *factor = one.factor;
    *atom = NULL;
    if (c->number != 0)
        set_number(factor, c->number);
    if (c->symbol == NULL)
        return true;
    if (!nfh_priv_unit_lookup(c->symbol, c->length, &prefix, atom))
        return unknown(c, error);
    factor->numerator = (*atom)->numerator;
    factor->denominator = (*atom)->denominator;
    factor->power10 = (*atom)->power10;
    factor->power_pi = (*atom)->power_pi;
    if (prefix == NULL)
        return true;
    scale.numerator = prefix->factor;
    scale.power10 = prefix->power10;
    return nfh_priv_unit_factor_multiply(factor, &scale, false, factor);
}

/* Multiplies the unit by one component. */
static bool apply(struct nfh_unit *unit, const struct nfh_unit_component *c, bool alone,
                  struct nfh_unit_error *error)
{
    const struct nfh_unit_atom *atom;
    struct nfh_unit_factor factor;

    if (!find_factor(c, &factor, &atom, error))
        return false;
    if (!nfh_priv_unit_factor_power(&factor, c->exponent, &factor) ||
        !nfh_priv_unit_factor_multiply(&unit->factor, &factor, false, &unit->factor))
        return fail(error, "the unit is too large");
    if (atom == NULL)
        return true;
    if (!add_exponents(unit, atom, c->exponent))
        return fail(error, "the exponent is too large");
    if (atom->arbitrary != 0 && !add_arbitrary(unit, atom->arbitrary, c->exponent))
        return fail(error, "too many arbitrary units in one unit");
    if (atom->special == NFH_SCALE_NONE)
        return true;
    if (!alone || c->exponent != 1)
        return fail(error, "a special unit such as Cel, [degF] or [pH] stands alone");
    unit->special = atom->special;
    unit->kind = NFH_UNIT_SPECIAL;
    return true;
}

static bool read_unit(const char *text, size_t length, struct nfh_unit *unit,
                      struct nfh_unit_error *error)
{
    struct nfh_unit_term term;
    struct nfh_unit result = one;
    size_t i;

    if (!nfh_priv_unit_scan(text, length, &term, error))
        return false;
    for (i = 0; i < term.count; i++) {
        error->offset =
            term.component[i].symbol == NULL ? 0 : (size_t)(term.component[i].symbol - text);
        if (!apply(&result, &term.component[i], term.count == 1, error))
            return false;
    }
    if (result.arbitrary[0] != 0)
        result.kind = NFH_UNIT_ARBITRARY;
    memcpy(result.text, text, length);
    result.text[length] = '\0';
    *unit = result;
    return true;
}

bool nfh_priv_unit_parse(const char *text, size_t length, struct nfh_unit *unit,
                         struct nfh_unit_error *error)
{
    struct nfh_unit_error local = {0, NULL, NULL};
    const struct nfh_unit_slip *slip;

    if (read_unit(text, length, unit, &local))
        return true;
    slip = nfh_priv_unit_slip(text, length);
    if (slip != NULL)
        local.suggestion = slip->right;
    if (error != NULL)
        *error = local;
    return false;
}

bool nfh_priv_unit_calendar(const char *word, size_t length, struct nfh_unit *unit)
{
    /* Seconds for milliseconds to weeks, months for the others. */
    static const struct {
        const char *word;
        struct nfh_unit_factor factor;
    } words[] = {
        [NFH_WORD_MILLISECOND] = {"millisecond", {1, 1, -3, 0}},
        [NFH_WORD_SECOND] = {"second", {1, 1, 0, 0}},
        [NFH_WORD_MINUTE] = {"minute", {6, 1, 1, 0}},
        [NFH_WORD_HOUR] = {"hour", {36, 1, 2, 0}},
        [NFH_WORD_DAY] = {"day", {864, 1, 2, 0}},
        [NFH_WORD_WEEK] = {"week", {6048, 1, 2, 0}},
        [NFH_WORD_MONTH] = {"month", {1, 1, 0, 0}},
        [NFH_WORD_YEAR] = {"year", {12, 1, 0, 0}},
    };
    uint8_t i;
    size_t n;

    for (i = NFH_WORD_MILLISECOND; i <= NFH_WORD_YEAR; i++) {
        n = strlen(words[i].word);
        if (length < n || memcmp(word, words[i].word, n) != 0 ||
            !(length == n || (length == n + 1 && word[n] == 's')))
            continue;
        *unit = one;
        unit->factor = words[i].factor;
        unit->kind = NFH_UNIT_CALENDAR;
        unit->special = i;
        unit->exponent[1] = i < NFH_WORD_MONTH; /* s */
        memcpy(unit->text, word, length);
        unit->text[length] = '\0';
        return true;
    }
    return false;
}

enum nfh_calendar_unit nfh_priv_unit_of_calendar(const struct nfh_unit *unit)
{
    static const uint8_t units[] = {
        [NFH_WORD_MILLISECOND] = NFH_UNIT_MILLISECOND,
        [NFH_WORD_SECOND] = NFH_UNIT_SECOND,
        [NFH_WORD_MINUTE] = NFH_UNIT_MINUTE,
        [NFH_WORD_HOUR] = NFH_UNIT_HOUR,
        [NFH_WORD_DAY] = NFH_UNIT_DAY,
        [NFH_WORD_WEEK] = NFH_UNIT_WEEK,
        [NFH_WORD_MONTH] = NFH_UNIT_MONTH,
        [NFH_WORD_YEAR] = NFH_UNIT_YEAR,
    };

    return (enum nfh_calendar_unit)units[unit->special];
}
