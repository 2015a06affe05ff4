/* SPDX-License-Identifier: MIT
 *
 * test_needs_small.c - what a report says about missing inputs, against an exhaustive search: small
 * rule sets whose inputs have few values, screened with every combination of known and missing
 * ones.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "rule_text.h"
#include "support.h"

#define INPUTS   7
#define VALUES   5 /* of an input, missing among them */
#define CRITERIA 3
#define CELLS    20000

#define TAGS(id, category) "/*\n@id: " id "\n@category: " category "\n*/ "
#define INCLUSION(id)      TAGS(id, "inclusion") "define " id ": "
#define EXCLUSION(id)      TAGS(id, "exclusion") "define " id ": "

/* Where a default stands for an input, or a value contradicts another, a smaller set than a listed
 * one may decide in other ways than by what is missing: there only what is listed is looked at, and
 * a default may decide what the value would not. */
static const struct small {
    const char *name, *rules;
    const char *values[INPUTS]; /* of each parameter, those at which anything turns among them */
    bool is_listed_only, never_asked;
} smalls[] = {
    /* clang-format off */
    {"and, or, not",
     "parameter a Boolean parameter b Boolean parameter c Boolean\n"
     INCLUSION("I1") "a and (b or not c)\n"
     EXCLUSION("E1") "(a or b) and c\n",
     {"true|false", "true|false", "true|false"}, false, false},
    {"shared by both sides",
     "parameter a Boolean parameter b Boolean parameter c Boolean\n"
     INCLUSION("I1") "(a and b) or (not a and c)\n"
     EXCLUSION("E1") "(a and b) or (b and c) or (a and c)\n",
     {"true|false", "true|false", "true|false"}, false, false},
    {"never both",
     "parameter a Boolean parameter b Boolean\n"
     INCLUSION("I1") "a or not a\n"
     EXCLUSION("E1") "(a and not a) or (a and b)\n",
     {"true|false", "true|false"}, false, false},
    {"xor, implies, equal",
     "parameter a Boolean parameter b Boolean parameter c Boolean\n"
     INCLUSION("I1") "a xor b xor c\n"
     INCLUSION("I2") "a implies b\n"
     EXCLUSION("E1") "(a = b) and c\n",
     {"true|false", "true|false", "true|false"}, false, false},
    {"listed integers",
     "/*\n@values: 1|2|3|4\n*/ parameter x Integer /*\n@values: 1|2|3\n*/ parameter y Integer\n"
     "parameter a Boolean\n"
     INCLUSION("I1") "x >= 3 and y < 3\n"
     EXCLUSION("E1") "a and (x = 2 or y = 4)\n"
     EXCLUSION("E2") "x + y > 6\n",
     {"1|2|3|4", "1|2|3", "true|false"}, false, false},
    {"limits of inputs",
     "/*\n@min: 0\n@max: 1\n*/ parameter x Decimal\n"
     "/*\n@min: 0\n@max: 6\n*/ parameter y Decimal\n"
     "/*\n@min: 0\n@max: 6\n*/ parameter z Decimal\n"
     EXCLUSION("E1") "x > 1.0 or y > 3.0\n"
     EXCLUSION("E2") "y + z > 10.0\n"
     INCLUSION("I1") "x >= 0.0 and z < 6.0\n",
     {"0|0.5|1", "0|3|3.00000001|6", "0|4.00000001|5.99999999|6"}, false, false},
    {"between and at",
     "parameter x Decimal parameter y Integer\n"
     INCLUSION("I1") "x in Interval[3.0, 5.0) and y between 1 and 2\n"
     EXCLUSION("E1") "x = 4.0 or y = 3\n"
     EXCLUSION("E2") "x + 1.5 = 7.25\n",
     {"2.99999999|3|4|5.75", "0|1|2|3"}, false, false},
    {"products and units",
     "/*\n@unit: U/L\n@min: 0\n@max: 1000\n*/ parameter v Quantity\n"
     "/*\n@unit: U/L\n@min: 1\n@max: 100\n*/ parameter u Quantity\n"
     "/*\n@unit: kg\n@min: 20\n@max: 200\n*/ parameter w Quantity\n"
     EXCLUSION("E1") "v > 2 * u\n"
     EXCLUSION("E2") "w > 100 '[lb_av]' or v > 150 'U/L'\n"
     INCLUSION("I1") "w < 50000 'g'\n",
     {"0|2|2.00000001|1000", "1|40|100", "20|45.359237|45.35923701|200"}, false, false},
    {"dates",
     "/*\n@min: 2009-01-01\n@max: 2020-05-31\n*/ parameter d Date\n"
     "/*\n@min: 2000-01-01\n@max: 2041-01-01\n*/ parameter e Date parameter a Boolean\n"
     INCLUSION("I1") "d <= e and a\n"
     EXCLUSION("E1") "d > @2020-06-30 - 1 month\n"
     EXCLUSION("E2") "years between d and e >= 10\n",
     {"2009-01-01|2019-12-31|2020-05-30|2020-05-31", "2000-01-01|2019-12-31|2020-01-01|2041-01-01",
      "true|false"}, false, false},
    {"texts and choice",
     "/*\n@values: male|female\n*/ parameter sex String parameter a Boolean parameter s String\n"
     EXCLUSION("E1") "(if sex = 'male' then false else if sex = 'female' then a else null) or s = 'x'\n"
     INCLUSION("I1") "case when sex = 'male' then a when sex = 'female' then not a else null end\n",
     {"male|female", "true|false", "x|y"}, false, false},
    {"null where it is not measured well",
     "/*\n@min: 40\n@max: 350\n*/ parameter p Decimal\n"
     "/*\n@min: 20\n@max: 250\n*/ parameter q Decimal parameter a Boolean\n"
     EXCLUSION("E1") "(p >= 140.0 or q >= 90.0) and (if a then true else null as Boolean)\n",
     {"40|139.99999999|140|350", "20|89.99999999|90|250", "true|false"}, false, false},
    {"the shipped calculations",
     "include NFHCalculations version '1.0.0' called Calc\n"
     "/*\n@unit: mm[Hg]\n@min: 40\n@max: 350\n*/ parameter p Quantity\n"
     "/*\n@unit: mm[Hg]\n@min: 20\n@max: 250\n*/ parameter q Quantity\n"
     "parameter a Boolean parameter f Boolean parameter d Date\n"
     EXCLUSION("E1") "Calc.BloodPressureUncontrolled(p, q, a)\n"
     EXCLUSION("E2") "Calc.EventWithin(f, d, @2025-08-31, 6 months)\n",
     {"40|140|350", "20|90", "true|false", "true|false", "2025-02-27|2025-02-28|2025-09-01"},
     true, false},
    {"many at once",
     "parameter a Boolean parameter b Boolean parameter c Boolean parameter d Boolean\n"
     "parameter e Boolean parameter f Boolean parameter g Boolean\n"
     EXCLUSION("E1") "(a or b) and (c or d) and (e or f or g)\n"
     INCLUSION("I1") "(a and c) or (e and g)\n",
     {"true|false", "true|false", "true|false", "true|false", "true|false", "true|false",
      "true|false"}, false, false},
    {"tests for null",
     "parameter a Boolean parameter d Date parameter b Boolean\n"
     EXCLUSION("E1") "if d is not null then d > @2020-01-01 and b else if not a then false else null\n"
     INCLUSION("I1") "a is true and d <= @2020-01-01\n",
     {"true|false", "2019-12-31|2020-01-02", "true|false"}, true, true},
    {"defaults",
     "parameter x Decimal parameter y Decimal default 5.0 parameter a Boolean\n"
     EXCLUSION("E1") "x > y and Coalesce(a, true)\n"
     INCLUSION("I1") "x < 10.0\n",
     {"4|5.5|6|10", "5|6", "true|false"}, true, true},
    /* clang-format on */
};
#define SMALLS (sizeof smalls / sizeof *smalls)

/* ---- Every combination -------------------------------------------------------------------------
 */

/* Combinations are numbers: input i has digit i, 0 when it is missing. */
static struct {
    const struct small *small;
    nfh_ruleset *rules;
    nfh_subject *subject;
    nfh_report *report;
    size_t inputs, criteria, cells;
    size_t base[INPUTS + 1]; /* what a digit counts */
    size_t values[INPUTS];   /* with missing */
    int category[CRITERIA];
    uint8_t truth[CELLS][CRITERIA], verdict[CELLS];
} all;

static size_t digit(size_t cell, size_t input)
{
    return cell / all.base[input] % all.values[input];
}

static void set_cell(size_t cell)
{
    for (size_t i = 0; i < all.inputs; i++) {
        const char *text = all.small->values[i];
        char value[40] = "";
        for (size_t skip = digit(cell, i); skip > 1; skip--)
            text = strchr(text, '|') + 1;
        if (digit(cell, i) > 0)
            snprintf(value, sizeof value, "%.*s", (int)strcspn(text, "|"), text);
        ASSERT_STATUS(nfh_subject_set_text_at(all.subject, i, value), NFH_OK);
    }
}

static void screen_cell(size_t cell)
{
    set_cell(cell);
    ASSERT_STATUS(nfh_screen(all.rules, all.subject, all.report), NFH_OK);
}

static void start_all(const struct small *small)
{
    int value;
    all.small = small;
    all.rules = rules_from(small->rules);
    ASSERT_STATUS(nfh_subject_new(all.rules, &all.subject), NFH_OK);
    ASSERT_STATUS(nfh_report_new(all.rules, &all.report), NFH_OK);
    ASSERT_STATUS(nfh_ruleset_parameter_count(all.rules, &all.inputs), NFH_OK);
    ASSERT_STATUS(nfh_ruleset_criterion_count(all.rules, &all.criteria), NFH_OK);
    all.cells = all.base[0] = 1;
    for (size_t i = 0; i < all.inputs; i++) {
        all.values[i] = 2;
        for (const char *c = small->values[i]; *c != '\0'; c++)
            all.values[i] += *c == '|';
        all.cells *= all.values[i];
        all.base[i + 1] = all.cells;
    }
    ck_assert_uint_le(all.cells, CELLS);
    for (size_t i = 0; i < all.criteria; i++)
        ASSERT_STATUS(nfh_ruleset_criterion_category(all.rules, i, &all.category[i]), NFH_OK);
    for (size_t cell = 0; cell < all.cells; cell++) {
        screen_cell(cell);
        ASSERT_STATUS(nfh_report_verdict(all.report, &value), NFH_OK);
        all.verdict[cell] = (uint8_t)value;
        for (size_t i = 0; i < all.criteria; i++) {
            ASSERT_STATUS(nfh_report_criterion(all.report, i, &value), NFH_OK);
            all.truth[cell][i] = (uint8_t)value;
        }
    }
}

static void end_all(void)
{
    nfh_report_free(all.report);
    nfh_subject_free(all.subject);
    nfh_ruleset_free(all.rules);
}

static unsigned missing_in(size_t cell)
{
    unsigned set = 0;
    for (size_t i = 0; i < all.inputs; i++)
        set |= (digit(cell, i) == 0) << i;
    return set;
}

/* Whether the inputs that differ between two cells are those of the set, and all missing before. */
static bool only_fills(size_t cell, size_t other, unsigned set)
{
    for (size_t i = 0; i < all.inputs; i++) {
        bool is_in = set >> i & 1;
        if (is_in ? digit(other, i) == 0 : digit(other, i) != digit(cell, i))
            return false;
    }
    return true;
}

/* The directions in which values for exactly these inputs decide. */
static int decides(size_t cell, size_t criterion, unsigned set)
{
    int directions = 0;
    for (size_t other = 0; other < all.cells; other++) {
        if (!only_fills(cell, other, set))
            continue;
        directions |= all.truth[other][criterion] == NFH_TRUE    ? NFH_DECIDES_TRUE
                      : all.truth[other][criterion] == NFH_FALSE ? NFH_DECIDES_FALSE
                                                                 : 0;
    }
    return directions;
}

/* The directions in which a set is minimal, by search. */
static int minimal_directions(size_t cell, size_t criterion, unsigned set)
{
    int directions = decides(cell, criterion, set);
    for (unsigned part = (set - 1) & set; directions; part = (part - 1) & set) {
        if (part != set)
            directions &= ~decides(cell, criterion, part);
        if (part == 0)
            break;
    }
    return set ? directions : 0;
}

/* ---- Sets ------------------------------------------------------------------------------------ */

static const char *describe(size_t cell)
{
    static char text[200];
    size_t length = 0;
    for (size_t i = 0; i < all.inputs; i++)
        length += (size_t)snprintf(text + length, sizeof text - length, "%zu ", digit(cell, i));
    return text;
}

/* The directions that the library lists for each set. */
static void read_sets(size_t cell, size_t criterion, int listed[1 << INPUTS])
{
    size_t count, members, parameter[INPUTS], size = 0;
    int complete, directions;
    memset(listed, 0, sizeof(int) << INPUTS);
    ASSERT_STATUS(nfh_report_criterion_set_count(all.report, criterion, &count, &complete), NFH_OK);
    ck_assert_msg(complete, "%s: %s: incomplete", all.small->name, describe(cell));
    ck_assert(all.truth[cell][criterion] == NFH_UNKNOWN || count == 0);
    for (size_t i = 0; i < count; i++) {
        unsigned set = 0;
        ASSERT_STATUS(nfh_report_criterion_set(all.report, criterion, i, &directions, parameter,
                                               INPUTS, &members),
                      NFH_OK);
        ck_assert_uint_ge(members, size);
        size = members;
        for (size_t k = 0; k < members; k++)
            set |= 1u << parameter[k];
        ck_assert_int_ne(directions, 0);
        ck_assert_int_eq(listed[set], 0);
        listed[set] = directions;
    }
}

static void check_sets(size_t cell, size_t criterion)
{
    int listed[1 << INPUTS];
    unsigned missing = missing_in(cell);
    read_sets(cell, criterion, listed);
    for (unsigned set = 1; set < 1u << all.inputs; set++) {
        int expected = 0;
        if (all.truth[cell][criterion] == NFH_UNKNOWN && (set & ~missing) == 0 &&
            (listed[set] || !all.small->is_listed_only))
            expected = minimal_directions(cell, criterion, set);
        ck_assert_msg(listed[set] == expected,
                      "%s: %s: criterion %zu, set %#x: listed as %d, found %d", all.small->name,
                      describe(cell), criterion, set, listed[set], expected);
    }
}

/* ---- The verdict -------------------------------------------------------------------------------
 */

static unsigned read_list(int (*function)(nfh_report *, size_t *, size_t, size_t *))
{
    size_t parameter[INPUTS], count;
    unsigned set = 0;
    ASSERT_STATUS(function(all.report, parameter, INPUTS, &count), NFH_OK);
    for (size_t i = 0; i < count; i++) {
        ck_assert(i == 0 || parameter[i - 1] < parameter[i]);
        set |= 1u << parameter[i];
    }
    return set;
}

static bool can_exclude(size_t cell, unsigned set)
{
    for (size_t other = 0; other < all.cells; other++)
        if (only_fills(cell, other, set) && all.verdict[other] == NFH_VERDICT_INELIGIBLE)
            return true;
    return false;
}

/* Whether the verdict can depend on the input, whatever else becomes known. */
static bool matters(size_t cell, size_t input)
{
    for (size_t other = 0; other < all.cells; other++) {
        if (digit(other, input) != 0 ||
            !only_fills(cell, other, missing_in(cell) & ~missing_in(other)))
            continue;
        for (size_t value = 1; value < all.values[input]; value++)
            if (all.verdict[other] != all.verdict[other + value * all.base[input]])
                return true;
    }
    return false;
}

static void check_verdict(size_t cell)
{
    unsigned missing = missing_in(cell), excluding = 0, needed = 0;
    bool is_open = all.verdict[cell] == NFH_VERDICT_UNDETERMINED;
    int listed[1 << INPUTS];
    size_t next;
    for (size_t i = 0; is_open && i < all.inputs; i++)
        excluding |= (missing >> i & 1 && can_exclude(cell, 1u << i)) << i;
    for (size_t i = 0; is_open && i < all.criteria; i++) {
        int wanted =
            all.category[i] == NFH_CATEGORY_INCLUSION ? NFH_DECIDES_TRUE : NFH_DECIDES_FALSE;
        read_sets(cell, i, listed);
        for (unsigned set = 0; set < 1u << all.inputs; set++)
            needed |= listed[set] & wanted ? set : 0;
    }
    unsigned told = read_list(nfh_report_could_exclude);
    ck_assert_msg(told == excluding || (all.small->is_listed_only && !(told & ~excluding)),
                  "%s: %s: %#x could exclude, not %#x", all.small->name, describe(cell), excluding,
                  told);
    ck_assert_uint_eq(read_list(nfh_report_needed), needed);
    ASSERT_STATUS(nfh_report_next_input(all.report, &next), NFH_OK);
    if (!is_open) {
        ck_assert_uint_eq(next, SIZE_MAX);
        return;
    }
    ck_assert_msg(next == SIZE_MAX || (missing >> next & 1), "%s: %s: %zu is known",
                  all.small->name, describe(cell), next);
    ck_assert_msg(next == SIZE_MAX || matters(cell, next), "%s: %s: %zu does not matter",
                  all.small->name, describe(cell), next);
    /* All cost the same: the first of those that could exclude. */
    for (size_t i = 0; told && i < all.inputs; i++) {
        if (told >> i & 1) {
            ck_assert_uint_eq(next, i);
            break;
        }
    }
}

/* Asking on and on leads to the verdict of complete data, for every complete data. */
static void check_asking(void)
{
    for (size_t full = 0; full < all.cells; full++) {
        size_t cell = 0, next;
        if (missing_in(full) != 0)
            continue;
        for (size_t asked = 0;; asked++) {
            ck_assert_uint_le(asked, all.inputs);
            screen_cell(cell);
            ASSERT_STATUS(nfh_report_next_input(all.report, &next), NFH_OK);
            if (next == SIZE_MAX)
                break;
            cell += digit(full, next) * all.base[next];
        }
        ck_assert_msg(all.verdict[cell] == all.verdict[full], "%s: %s ends with %d",
                      all.small->name, describe(full), all.verdict[cell]);
    }
}

START_TEST(test_small)
{
    size_t step = (size_t)(11 - test_share(10));

    start_all(&smalls[_i]);
    for (size_t cell = 0; cell < all.cells; cell += step) {
        screen_cell(cell);
        for (size_t i = 0; i < all.criteria; i++)
            check_sets(cell, i);
        check_verdict(cell);
    }
    if (!all.small->never_asked)
        check_asking();
    end_all();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("needs, small rule sets");
    TCase *tcase = tcase_create("exhaustive");
    tcase_add_loop_test(tcase, test_small, 0, (int)SMALLS);
    tcase_set_timeout(tcase, 120);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
