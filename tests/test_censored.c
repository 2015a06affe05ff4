/* SPDX-License-Identifier: MIT
 *
 * test_censored.c - inputs that are not known: why, and what a limit such as <5 still decides.
 *
 * What a comparison must give is found by trying: each text stands for the values that it can mean,
 * and where all pairs of them agree, that is the answer; else it is unknown.
 */
#include "screen_support.h"

/* ---- What limits decide ---------------------------------------------------------------------- */

/* Values as multiples of 10^-9, for what is measured lies on no grid: those that are compared, what
 * lies beside them, and far away ones for all beyond. */
#define FOUR INT64_C(4000000000)
#define FIVE INT64_C(5000000000)
#define SIX  INT64_C(6000000000)
#define FAR  INT64_C(1000000000000)
static const int64_t samples[] = {
    -FAR,      0,        FOUR - 1, FOUR, FOUR + 1, FIVE - 11, FIVE - 10, FIVE - 9, FIVE - 1, FIVE,
    FIVE + 1, FIVE + 9, FIVE + 10, FIVE + 11, SIX - 1, SIX, SIX + 1, FAR};

enum { SAMPLES = sizeof samples / sizeof samples[0] };

static const struct {
    const char *text;
    char sign; /* '<', 'l' for <=, '=', '>', 'g' for >=, '?' for anything */
    int64_t limit;
} values[] = {
    {"5", '=', FIVE},
    {"4.99999999", '=', FIVE - 10},
    {"5.00000001", '=', FIVE + 10},
    {"4", '=', FOUR},
    {"6", '=', SIX},
    {"<5", '<', FIVE},
    {"<=5", 'l', FIVE},
    {">5", '>', FIVE},
    {">=5", 'g', FIVE},
    {"\xe2\x89\xa4"
     "4",
     'l', FOUR},
    {"\xe2\x89\xa5 6", 'g', SIX},
    {"", '?', 0},
};

enum { VALUES = sizeof values / sizeof values[0] };

static bool can_be(int value, int64_t sample)
{
    int64_t limit = values[value].limit;
    switch (values[value].sign) {
    case '<':
        return sample < limit;
    case 'l':
        return sample <= limit;
    case '=':
        return sample == limit;
    case '>':
        return sample > limit;
    case 'g':
        return sample >= limit;
    default:
        return true;
    }
}

static const char *const relations[] = {"<", "<=", "=", ">", ">=", "!="};

enum { RELATIONS = sizeof relations / sizeof relations[0] };

static bool holds(int relation, int64_t x, int64_t y)
{
    bool results[RELATIONS] = {x < y, x <= y, x == y, x > y, x >= y, x != y};
    return results[relation];
}

/* Whether all that the two can mean agree. A value that is not known at all can be equal too. */
static const char *expected(int relation, int x, int y)
{
    bool any[2] = {false, false};
    if (values[x].text[0] == '\0' || values[y].text[0] == '\0')
        return "null";
    for (int i = 0; i < SAMPLES; i++)
        for (int k = 0; k < SAMPLES; k++)
            if (can_be(x, samples[i]) && can_be(y, samples[k]))
                any[holds(relation, samples[i], samples[k])] = true;
    return any[0] && any[1] ? "null" : any[1] ? "true" : "false";
}

static void assert_value(const struct fixture *f, size_t index, const char *wanted,
                         const char *what)
{
    char text[100];
    size_t needed;
    ASSERT_STATUS(nfh_report_value(f->report, index, text, sizeof text, &needed), NFH_OK);
    ck_assert_msg(strcmp(text, wanted) == 0, "%s: %s, not %s", what, text, wanted);
}

/* Both limits are inputs of `type`; the second is read in another unit where that has one. */
static void compare_all(const char *type, const char *unit)
{
    char source[1000], what[200], text[40];
    size_t used = (size_t)snprintf(source, sizeof source, "parameter x %s\nparameter y %s\n", type,
                                   type);
    for (int i = 0; i < RELATIONS; i++)
        used += (size_t)snprintf(source + used, sizeof source - used, "define R%d: x %s y\n", i,
                                 relations[i]);
    struct fixture f = start(source);
    for (int x = 0; x < VALUES; x++)
        for (int y = 0; y < VALUES; y++) {
            set(&f, "x", values[x].text);
            snprintf(text, sizeof text, "%s%s", values[y].text, values[y].text[0] ? unit : "");
            set(&f, "y", text);
            screen(&f);
            for (int i = 0; i < RELATIONS; i++) {
                snprintf(what, sizeof what, "%s %s %s", values[x].text, relations[i], text);
                assert_value(&f, (size_t)i, expected(i, x, y), what);
            }
        }
    end(&f);
}

START_TEST(decimals)
{
    compare_all("Decimal", "");
}
END_TEST

/* Without a unit of its own, a parameter keeps the one that it is given. */
START_TEST(quantities)
{
    compare_all("Quantity", "");
    compare_all("Quantity", " '1'");
}
END_TEST

/* With constants, which the compiler brings to the parameter's unit. */
START_TEST(constants)
{
    struct fixture f = start("/*\n@unit: umol/L\n@accept: mg/dL = 88.4 umol/L\n*/\n"
                             "parameter creatinine Quantity\n"
                             "parameter count Integer\n"
                             "parameter dose Quantity\n"
                             "define A: creatinine > 0.002 'mmol/L'\n"
                             "define B: creatinine between 10 'umol/L' and 50 'umol/L'\n"
                             "define C: creatinine in Interval[10 'umol/L', 50 'umol/L']\n"
                             "define D: count >= 3\n"
                             "define E: count > 2.5\n"
                             "define F: dose < 1 'g'\n"
                             "define G: creatinine is null\n"
                             "define H: Coalesce(creatinine, 70 'umol/L') > 100 'umol/L'\n"
                             "define I: creatinine + 1 'umol/L' > 0 'umol/L'\n");
    static const struct {
        const char *creatinine, *count, *dose, *wanted[9];
    } rows[] = {
        {"<2", "<3", "<1000 mg",
         {"false", "false", "false", "false", "null", "true", "false", "false", "null"}},
        {">2", ">2", "<1001 mg",
         {"true", "null", "null", "null", "null", "null", "false", "null", "null"}},
        {"<=2", "<=2", ">=1000 mg",
         {"false", "false", "false", "false", "false", "false", "false", "false", "null"}},
        {"> 50", ">=3", ">1 g",
         {"true", "false", "false", "true", "true", "false", "false", "null", "null"}},
        {"<0.02 mg/dL", ">5", "<=1 g",
         {"false", "false", "false", "true", "true", "null", "false", "false", "null"}},
        {"", "", "", {"null", "null", "null", "null", "null", "null", "true", "false", "null"}},
    };
    for (size_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        set(&f, "creatinine", rows[row].creatinine);
        set(&f, "count", rows[row].count);
        set(&f, "dose", rows[row].dose);
        screen(&f);
        for (size_t i = 0; i < 9; i++) {
            char what[40];
            snprintf(what, sizeof what, "row %d, %c", (int)row, (char)('A' + (int)i));
            assert_value(&f, i, rows[row].wanted[i], what);
        }
    }
    end(&f);
}
END_TEST

/* What else is made of a limit: it is neither missing nor out of range, and decides what all values
 * beyond it agree on. */
static const struct {
    const char *expression, *wanted;
} made[] = {
    {"x in {3.0, 4.0}", "null"},
    {"l in {3L, 4L}", "null"},
    {"n in {3, 4}", "null"},
    {"x ~ 3.0", "null"},
    {"n !~ 3", "null"},
    {"q ~ 3 'mg'", "null"},
    {"Interval[x, 10.0] ~ Interval[3.0, 10.0]", "null"},
    {"(if n is null then 'a' else x) ~ 3.0", "null"},
    {"successor of x", "null"},
    {"predecessor of n", "null"},
    {"Exp(x)", "null"},
    {"Abs(x) < 10.0", "null"},
    {"Abs(x) >= 3.0", "null"},
    {"Coalesce(Abs(x), 3.0) > 2.0", "null"},
    {"Coalesce(x + 1.0, 0.0) > 3.0", "null"},
    {"Coalesce(q * 2.0, 3 'mg') > 2 'mg'", "null"},
    {"Coalesce(convert (q + q) to 'g', 0 'g') < 1 'g'", "null"},
    {"convert q to 'g' < 1 'g'", "true"},
    {"Coalesce(ToString(n), 'a') = 'a'", "null"},
    {"(x + 1.0) is null", "false"},
    {"(x + (null as Decimal)) is null", "true"},
    {"ConvertsToBoolean(n)", "null"},
    {"ConvertsToInteger(l)", "null"},
    {"ConvertsToDecimal(n)", "true"},
    {"ConvertsToString(x)", "true"},
    {"point from Interval[x, x]", "null"},
    {"Interval[1.0, x + 1.0] contains 0.0", "false"},
    {"Interval[1.0, x + 1.0] contains 2.0", "null"},
    {"Interval[1.0, x] contains 6.0", "false"},
};
enum { MADE = sizeof made / sizeof made[0] };

START_TEST(made_of_limits)
{
    char source[400];
    snprintf(source, sizeof source,
             "parameter x Decimal\nparameter n Integer\nparameter l Long\n"
             "parameter q Quantity\ndefine r: %s\n",
             made[_i].expression);
    struct fixture f = start(source);
    set(&f, "x", "<5.0");
    set(&f, "n", "<5");
    set(&f, "l", "<5");
    set(&f, "q", "<5 'mg'");
    screen(&f);
    assert_value(&f, 0, made[_i].wanted, made[_i].expression);
    end(&f);
}
END_TEST

/* A limit that a conversion would round stays on the safe side: 1/3 of a week is no decimal of days
 * … and 7 days are exactly one week. */
START_TEST(rounded_limits)
{
    struct fixture f = start("/*\n@unit: wk\n*/ parameter age Quantity\n"
                             "define A: age < 0.14285714 'wk'\n"
                             "define B: age < 0.14285715 'wk'\n"
                             "define C: age < 1 'wk'\n");
    set(&f, "age", "<1 d"); /* 0.142857142… weeks */
    screen(&f);
    assert_value(&f, 0, "null", "A");
    assert_value(&f, 1, "true", "B");
    set(&f, "age", ">1 d");
    screen(&f);
    assert_value(&f, 0, "false", "A");
    assert_value(&f, 1, "null", "B");
    set(&f, "age", "<7 d");
    screen(&f);
    assert_value(&f, 2, "true", "C");
    end(&f);
}
END_TEST

/* ---- Setting and telling --------------------------------------------------------------------- */

static const char rules[] = "/*\n@unit: umol/L\n@min: 5\n@max: 5000\n*/ parameter creatinine Quantity\n"
                            "parameter flag Boolean\n"
                            "/*\n@values: 1|2\n*/ parameter grade Integer\n"
                            "parameter temperature Quantity\n"
                            "/*\n@unit: Cel\n*/ parameter fever Quantity\n"
                            "/*\n@id: E1\n@category: exclusion\n*/ define E1: creatinine > 100 'umol/L'\n";

static int kind_of(const struct fixture *f, const char *name)
{
    int kind = -1;
    screen(f);
    ASSERT_STATUS(nfh_report_missing_kind(f->report, parameter_index(f->ruleset, name), &kind),
                  NFH_OK);
    return kind;
}

START_TEST(kinds)
{
    struct fixture f = start(rules);
    size_t creatinine = parameter_index(f.ruleset, "creatinine"),
           flag = parameter_index(f.ruleset, "flag");
    ck_assert_int_eq(kind_of(&f, "flag"), 0);
    for (int kind = NFH_MISSING_NOT_DONE; kind <= NFH_MISSING_UNKNOWN; kind++) {
        ASSERT_STATUS(nfh_subject_set_missing(f.subject, flag, kind), NFH_OK);
        ck_assert_int_eq(kind_of(&f, "flag"), kind);
    }
    ASSERT_STATUS(nfh_subject_set_boolean(f.subject, flag, NFH_TRUE), NFH_OK);
    ck_assert_int_eq(kind_of(&f, "flag"), 0);
    ASSERT_STATUS(nfh_subject_set_missing(f.subject, flag, NFH_MISSING_REFUSED), NFH_OK);
    ASSERT_STATUS(nfh_subject_set_missing(f.subject, flag, NFH_MISSING_BELOW), NFH_E_RANGE);
    ck_assert_int_eq(kind_of(&f, "flag"), 0);
    ASSERT_STATUS(nfh_subject_set_missing(f.subject, flag, 0), NFH_E_RANGE);
    ASSERT_STATUS(nfh_subject_set_missing(f.subject, 99, 1), NFH_E_INDEX);
    ASSERT_STATUS(nfh_subject_set_missing(NULL, 0, 1), NFH_E_NULL);
    set(&f, "creatinine", "<60");
    ck_assert_int_eq(kind_of(&f, "creatinine"), NFH_MISSING_BELOW);
    set(&f, "creatinine", ">=60");
    ck_assert_int_eq(kind_of(&f, "creatinine"), NFH_MISSING_ABOVE);
    set(&f, "creatinine", "60");
    ck_assert_int_eq(kind_of(&f, "creatinine"), 0);
    ASSERT_STATUS(nfh_subject_unset(f.subject, creatinine), NFH_OK);
    ck_assert_int_eq(kind_of(&f, "creatinine"), 0);
    end(&f);
}
END_TEST

START_TEST(kind_statuses)
{
    struct fixture f = start(rules);
    int kind = -1;
    ASSERT_STATUS(nfh_report_missing_kind(f.report, 0, &kind), NFH_E_STATE);
    ck_assert_int_eq(kind, 0);
    screen(&f);
    ASSERT_STATUS(nfh_report_missing_kind(f.report, 0, NULL), NFH_E_NULL);
    kind = -1;
    ASSERT_STATUS(nfh_report_missing_kind(NULL, 0, &kind), NFH_E_NULL);
    ck_assert_int_eq(kind, 0);
    kind = -1;
    ASSERT_STATUS(nfh_report_missing_kind(f.report, 5, &kind), NFH_E_INDEX);
    ck_assert_int_eq(kind, 0);
    end(&f);
}
END_TEST

/* nfh_subject_set_limit says the same as the text. */
START_TEST(limits_by_type)
{
    struct fixture f = start(rules);
    nfh_subject *s = f.subject;
    size_t creatinine = parameter_index(f.ruleset, "creatinine"),
           flag = parameter_index(f.ruleset, "flag"), grade = parameter_index(f.ruleset, "grade");
    const double nan = strtod("nan", NULL), infinity = strtod("inf", NULL);
    int truth;
    ASSERT_STATUS(nfh_subject_set_limit(s, creatinine, NFH_MISSING_BELOW, 100, NULL), NFH_OK);
    ck_assert_int_eq(kind_of(&f, "creatinine"), NFH_MISSING_BELOW);
    ASSERT_STATUS(nfh_report_criterion(f.report, 0, &truth), NFH_OK);
    ck_assert_int_eq(truth, NFH_FALSE);
    ASSERT_STATUS(nfh_subject_set_limit(s, creatinine, NFH_MISSING_ABOVE, 0.1, "mmol/L"), NFH_OK);
    screen(&f);
    ASSERT_STATUS(nfh_report_criterion(f.report, 0, &truth), NFH_OK);
    ck_assert_int_eq(truth, NFH_TRUE);
    ASSERT_STATUS(nfh_subject_set_limit(s, creatinine, NFH_MISSING_ABOVE, nan, NULL), NFH_OK);
    ck_assert_int_eq(kind_of(&f, "creatinine"), 0);
    ASSERT_STATUS(nfh_subject_set_limit(s, creatinine, NFH_MISSING_ABOVE, infinity, NULL),
                  NFH_E_INFINITE);
    ASSERT_STATUS(nfh_subject_set_limit(s, creatinine, NFH_MISSING_REFUSED, 1, NULL), NFH_E_RANGE);
    ASSERT_STATUS(nfh_subject_set_limit(s, creatinine, NFH_MISSING_ABOVE, 1, "kg"), NFH_E_UNIT);
    ASSERT_STATUS(nfh_subject_set_limit(s, flag, NFH_MISSING_ABOVE, 1, NULL), NFH_E_TYPE);
    ASSERT_STATUS(nfh_subject_set_limit(s, grade, NFH_MISSING_ABOVE, 1, NULL), NFH_E_TYPE);
    ASSERT_STATUS(nfh_subject_set_limit(s, 99, NFH_MISSING_ABOVE, 1, NULL), NFH_E_INDEX);
    ASSERT_STATUS(nfh_subject_set_limit(NULL, 0, NFH_MISSING_ABOVE, 1, NULL), NFH_E_NULL);
    end(&f);
}
END_TEST

static const struct {
    const char *parameter, *text;
    int status;
    const char *error; /* part of the message */
} wrong[] = {
    {"grade", "<2", NFH_E_VALUE, "one of the parameter's values is expected, not a limit"},
    {"creatinine", "<", NFH_E_SYNTAX, "not a number"},
    {"creatinine", "< umol/L", NFH_E_SYNTAX, "not a number"},
    {"creatinine", "<<5", NFH_E_SYNTAX, "not a number"},
    {"creatinine", "5<", NFH_E_SYNTAX, "not a number"},
    {"creatinine", "<5 kg", NFH_E_UNIT, "does not convert to umol/L"},
    {"flag", "<1", NFH_E_SYNTAX, "truth value"},
    {"fever", "<300 K", NFH_E_UNIT, "a limit cannot be converted between scales: give it in Cel"},
};

START_TEST(wrong_limits)
{
    struct fixture f = start(rules);
    const char *message;
    ASSERT_STATUS(nfh_subject_set_text(f.subject, wrong[_i].parameter, wrong[_i].text),
                  wrong[_i].status);
    ASSERT_STATUS(nfh_subject_error(f.subject, &message), NFH_OK);
    ck_assert_msg(strstr(message, wrong[_i].error) != NULL, "%s: %s", wrong[_i].text, message);
    ck_assert_int_eq(kind_of(&f, wrong[_i].parameter), 0);
    end(&f);
}
END_TEST

/* All that the limit leaves is implausible, or some of it is not. */
static const struct {
    const char *text;
    int truth; /* of creatinine > 100 */
    const char *query;
} plausible[] = {
    {"<5", NFH_UNKNOWN, "creatinine: <5 umol/L is not within 5 to 5000 umol/L and counts as missing"},
    {"<=5", NFH_FALSE, NULL},
    {"<4", NFH_UNKNOWN, "creatinine: <4 umol/L is not within 5 to 5000 umol/L and counts as missing"},
    {"<=4", NFH_UNKNOWN, "creatinine: <=4 umol/L is not within 5 to 5000 umol/L and counts as missing"},
    {"<5.00000001", NFH_FALSE, NULL},
    {"<9000", NFH_UNKNOWN, NULL},
    {">5000", NFH_UNKNOWN,
     "creatinine: >5000 umol/L is not within 5 to 5000 umol/L and counts as missing"},
    {">=5000", NFH_TRUE, NULL},
    {">4", NFH_UNKNOWN, NULL},
    {">100", NFH_TRUE, NULL},
};

START_TEST(plausibility)
{
    struct fixture f = start(rules);
    size_t count;
    int truth, kind;
    const char *text;
    set(&f, "creatinine", plausible[_i].text);
    ck_assert_int_eq(kind_of(&f, "creatinine"), plausible[_i].text[0] == '<' ? NFH_MISSING_BELOW
                                                                             : NFH_MISSING_ABOVE);
    ASSERT_STATUS(nfh_report_criterion(f.report, 0, &truth), NFH_OK);
    ck_assert_int_eq(truth, plausible[_i].truth);
    ASSERT_STATUS(nfh_report_query_count(f.report, &count), NFH_OK);
    ck_assert_uint_eq(count, plausible[_i].query ? 1 : 0);
    if (plausible[_i].query) {
        ASSERT_STATUS(nfh_report_query(f.report, 0, &kind, NULL, NULL, &text), NFH_OK);
        ck_assert_int_eq(kind, NFH_QUERY_IMPLAUSIBLE);
        ck_assert_str_eq(text, plausible[_i].query);
    }
    end(&f);
}
END_TEST

/* What a limit leaves open is missing; what it decides is not. */
START_TEST(missing)
{
    struct fixture f = start(rules);
    size_t parameter[5], count;
    set(&f, "creatinine", "<200");
    screen(&f);
    ASSERT_STATUS(nfh_report_missing(f.report, parameter, 5, &count), NFH_OK);
    ck_assert_uint_eq(count, 1);
    set(&f, "creatinine", "<50");
    screen(&f);
    ASSERT_STATUS(nfh_report_missing(f.report, parameter, 5, &count), NFH_OK);
    ck_assert_uint_eq(count, 0);
    end(&f);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("censored");
    TCase *decided = tcase_create("decided"), *told = tcase_create("told");
    tcase_add_test(decided, decimals);
    tcase_add_test(decided, quantities);
    tcase_add_test(decided, constants);
    tcase_add_test(decided, rounded_limits);
    tcase_add_loop_test(decided, made_of_limits, 0, MADE);
    tcase_add_test(told, kinds);
    tcase_add_test(told, kind_statuses);
    tcase_add_test(told, limits_by_type);
    tcase_add_loop_test(told, wrong_limits, 0, sizeof wrong / sizeof wrong[0]);
    tcase_add_loop_test(told, plausibility, 0, sizeof plausible / sizeof plausible[0]);
    tcase_add_test(told, missing);
    suite_add_tcase(suite, decided);
    suite_add_tcase(suite, told);
    return test_run(suite);
}
