/* SPDX-License-Identifier: MIT
 *
 * test_columns.c - the handle of a cohort's columns, and every status of the functions that bind.
 */
#include "column_support.h"

static const char rules[] =
    "parameter b Boolean parameter i Integer parameter l Long parameter d Decimal\n"
    "parameter s String parameter t Date parameter m DateTime parameter k Time\n"
    "/*\n@unit: mg\n*/ parameter q Quantity parameter free Quantity\n"
    "/*\n@unit: umol/L\n@accept: mg/dL = 88.4 umol/L\n*/ parameter creatinine Quantity\n"
    "/*\n@unit: Cel\n*/ parameter warmth Quantity\n"
    "parameter period Interval<Integer>\n"
    "/*\n@id: I1\n@category: inclusion\n*/ define I1: b\n"
    "/*\n@id: Q\n@category: check\n*/ define Q: q = 1500 'mg'\n"
    "/*\n@id: C\n@category: check\n*/ define C: creatinine = 88.4 'umol/L'\n"
    "/*\n@id: N\n@category: check\n*/ define N: t before Today()\n"
    "/*\n@id: M\n@category: check\n*/ define M: free = 1 'm'\n"
    "/*\n@id: L\n@category: check\n*/ define L: warmth = 37 'Cel'\n";

static const int64_t zeros[4];
static struct columns_fixture f;

static void start_all(void)
{
    f = start_columns(rules);
}

static void end_all(void)
{
    end_columns(&f);
}

static size_t index_of(const char *name)
{
    return parameter_index(f.ruleset, name);
}

/* The truth of a criterion in the only row. */
static int truth_of(const char *id)
{
    uint8_t truth = 0xff, known = 0xff;
    size_t criterion = criterion_index(f.ruleset, id);
    ASSERT_STATUS(nfh_columns_want(f.columns, criterion, &truth, &known), NFH_OK);
    ASSERT_STATUS(nfh_screen_columns(f.columns, 0, 1, NULL), NFH_OK);
    ASSERT_STATUS(nfh_columns_want(f.columns, criterion, NULL, NULL), NFH_OK);
    return truth_of_bits(&truth, &known, 0);
}

/* ---- The handle ------------------------------------------------------------------------------ */

START_TEST(handle)
{
    nfh_columns *columns = (nfh_columns *)&columns;
    ASSERT_STATUS(nfh_columns_new(NULL, &columns), NFH_E_NULL);
    ck_assert_ptr_null(columns);
    ASSERT_STATUS(nfh_columns_new(f.ruleset, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_columns_new(f.ruleset, &columns), NFH_OK);
    ck_assert_ptr_nonnull(columns);
    assert_columns_error(columns, "");
    assert_failed(columns, 0, 0, 0);
    nfh_columns_free(columns);
    nfh_columns_free(NULL);
}
END_TEST

/* Nothing is bound: every input is missing in every row. */
START_TEST(unbound)
{
    uint8_t verdict[3] = {9, 9, 9};
    ASSERT_STATUS(nfh_screen_columns(f.columns, 0, 3, verdict), NFH_OK);
    for (size_t i = 0; i < 3; i++)
        ck_assert_uint_eq(verdict[i], NFH_VERDICT_UNDETERMINED);
    ck_assert_int_eq(truth_of("I1"), NFH_UNKNOWN);
}
END_TEST

START_TEST(error_and_failed_of_null)
{
    const char *message = "x";
    size_t count = 9, row = 9, parameter = 9;
    ASSERT_STATUS(nfh_columns_error(NULL, &message), NFH_E_NULL);
    ck_assert_ptr_null(message);
    ASSERT_STATUS(nfh_columns_error(f.columns, NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_columns_failed(NULL, &count, &row, &parameter), NFH_E_NULL);
    ck_assert_uint_eq(count + row + parameter, 0);
    ASSERT_STATUS(nfh_columns_failed(f.columns, NULL, &row, &parameter), NFH_E_NULL);
    ASSERT_STATUS(nfh_columns_failed(f.columns, &count, NULL, &parameter), NFH_E_NULL);
    ASSERT_STATUS(nfh_columns_failed(f.columns, &count, &row, NULL), NFH_E_NULL);
}
END_TEST

/* ---- Which format fits which type -------------------------------------------------------------
 */

static bool is_number(int type)
{
    return type == NFH_TYPE_INTEGER || type == NFH_TYPE_LONG || type == NFH_TYPE_DECIMAL ||
           type == NFH_TYPE_QUANTITY;
}

static bool fits(int format, int type)
{
    switch (format) {
    case NFH_COLUMN_BITS:
    case NFH_COLUMN_BYTES:
        return type == NFH_TYPE_BOOLEAN;
    case NFH_COLUMN_DATE32:
    case NFH_COLUMN_DATE64:
        return type == NFH_TYPE_DATE;
    default:
        return is_number(type);
    }
}

START_TEST(formats_and_types)
{
    size_t count;
    ASSERT_STATUS(nfh_ruleset_parameter_count(f.ruleset, &count), NFH_OK);
    for (size_t p = 0; p < count; p++) {
        int type;
        ASSERT_STATUS(nfh_ruleset_parameter_type(f.ruleset, p, &type), NFH_OK);
        bool can_be_set = p != index_of("period");
        for (int format = NFH_COLUMN_BITS; format <= NFH_COLUMN_DATE64; format++) {
            bool is_integer = format >= NFH_COLUMN_INT8 && format <= NFH_COLUMN_UINT64;
            bool is_scaled = format == NFH_COLUMN_INT32 || format == NFH_COLUMN_INT64 ||
                             format == NFH_COLUMN_INT128;
            bool has_places = type == NFH_TYPE_DECIMAL || type == NFH_TYPE_QUANTITY;
            bool of_offsets = format == NFH_COLUMN_INT32 || format == NFH_COLUMN_INT64;
            const char *text = "";
            int plain = !can_be_set                   ? NFH_E_TYPE
                        : format == NFH_COLUMN_INT128 ? NFH_E_RANGE
                        : fits(format, type)          ? NFH_OK
                                                      : NFH_E_TYPE;
            int scaled = !can_be_set   ? NFH_E_TYPE
                         : !is_scaled  ? NFH_E_RANGE
                         : !has_places ? NFH_E_TYPE
                                       : NFH_OK;
            int codes = !can_be_set ? NFH_E_TYPE : is_integer ? NFH_OK : NFH_E_RANGE;
            int texts = !can_be_set ? NFH_E_TYPE : of_offsets ? NFH_OK : NFH_E_RANGE;
            ASSERT_STATUS(nfh_columns_set(f.columns, p, format, zeros, NULL, 0), plain);
            ASSERT_STATUS(nfh_columns_set_scaled(f.columns, p, format, zeros, 2, NULL, 0), scaled);
            ASSERT_STATUS(
                nfh_columns_set_codes(f.columns, p, format, zeros, NULL, 0, &text, NULL, 1), codes);
            ASSERT_STATUS(nfh_columns_set_texts(f.columns, p, format, zeros, "", NULL, 0), texts);
        }
    }
}
END_TEST

START_TEST(formats_that_are_none)
{
    static const int none[] = {0,         -1,       NFH_COLUMN_DATE64 + 1, 256 + NFH_COLUMN_DOUBLE,
                               INT32_MAX, INT32_MIN};
    const char *text = "";
    size_t d = index_of("d");
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        ASSERT_STATUS(nfh_columns_set(f.columns, d, none[i], zeros, NULL, 0), NFH_E_RANGE);
        assert_columns_error(f.columns, "d: the format is none of NFH_COLUMN_…");
        ASSERT_STATUS(nfh_columns_set_scaled(f.columns, d, none[i], zeros, 0, NULL, 0),
                      NFH_E_RANGE);
        ASSERT_STATUS(nfh_columns_set_codes(f.columns, d, none[i], zeros, NULL, 0, &text, NULL, 1),
                      NFH_E_RANGE);
        ASSERT_STATUS(nfh_columns_set_texts(f.columns, d, none[i], zeros, "", NULL, 0),
                      NFH_E_RANGE);
    }
}
END_TEST

/* ---- Messages -------------------------------------------------------------------------------- */

START_TEST(messages_of_set)
{
    nfh_columns *c = f.columns;
    ASSERT_STATUS(nfh_columns_set(c, index_of("b"), NFH_COLUMN_DOUBLE, zeros, NULL, 0), NFH_E_TYPE);
    assert_columns_error(c, "b: a column of numbers does not fit: the type is Boolean");
    ASSERT_STATUS(nfh_columns_set(c, index_of("t"), NFH_COLUMN_BITS, zeros, NULL, 0), NFH_E_TYPE);
    assert_columns_error(c, "t: a column of truth values does not fit: the type is Date");
    ASSERT_STATUS(nfh_columns_set(c, index_of("s"), NFH_COLUMN_DATE32, zeros, NULL, 0), NFH_E_TYPE);
    assert_columns_error(c, "s: a column of dates does not fit: the type is String");
    ASSERT_STATUS(nfh_columns_set_scaled(c, index_of("i"), NFH_COLUMN_INT32, zeros, 2, NULL, 0),
                  NFH_E_TYPE);
    assert_columns_error(c, "i: a column of decimals does not fit: the type is Integer");
    ASSERT_STATUS(nfh_columns_set(c, index_of("d"), NFH_COLUMN_DOUBLE, NULL, NULL, 0), NFH_E_NULL);
    assert_columns_error(c, "d: the array of values is NULL");
    ASSERT_STATUS(nfh_columns_set(c, 13, NFH_COLUMN_DOUBLE, zeros, NULL, 0), NFH_E_INDEX);
    assert_columns_error(c, "there is no parameter of index 13: the rule set has 13");
    ASSERT_STATUS(nfh_columns_set(c, SIZE_MAX, NFH_COLUMN_DOUBLE, zeros, NULL, 0), NFH_E_INDEX);
    ASSERT_STATUS(nfh_columns_set(NULL, 0, NFH_COLUMN_BITS, zeros, NULL, 0), NFH_E_NULL);
    /* The next call that succeeds has nothing to tell. */
    ASSERT_STATUS(nfh_columns_set(c, index_of("d"), NFH_COLUMN_DOUBLE, zeros, NULL, 0), NFH_OK);
    assert_columns_error(c, "");
}
END_TEST

START_TEST(statuses_of_set_scaled)
{
    nfh_columns *c = f.columns;
    size_t d = index_of("d");
    ASSERT_STATUS(nfh_columns_set_scaled(c, d, NFH_COLUMN_INT64, zeros, 38, NULL, 0), NFH_OK);
    ASSERT_STATUS(nfh_columns_set_scaled(c, d, NFH_COLUMN_INT64, zeros, -38, NULL, 0), NFH_OK);
    ASSERT_STATUS(nfh_columns_set_scaled(c, d, NFH_COLUMN_INT64, zeros, 39, NULL, 0), NFH_E_RANGE);
    assert_columns_error(c, "d: the places are not within -38 and 38");
    ASSERT_STATUS(nfh_columns_set_scaled(c, d, NFH_COLUMN_INT64, zeros, -39, NULL, 0), NFH_E_RANGE);
    ASSERT_STATUS(nfh_columns_set_scaled(c, d, NFH_COLUMN_INT64, zeros, INT32_MIN, NULL, 0),
                  NFH_E_RANGE);
    ASSERT_STATUS(nfh_columns_set_scaled(c, d, NFH_COLUMN_INT16, zeros, 0, NULL, 0), NFH_E_RANGE);
    assert_columns_error(c, "d: the format of a column of decimals is none of NFH_COLUMN_INT32, "
                            "NFH_COLUMN_INT64 and NFH_COLUMN_INT128");
    ASSERT_STATUS(nfh_columns_set_scaled(c, d, NFH_COLUMN_INT64, NULL, 0, NULL, 0), NFH_E_NULL);
    assert_columns_error(c, "d: the array of values is NULL");
    ASSERT_STATUS(nfh_columns_set_scaled(c, 13, NFH_COLUMN_INT64, zeros, 0, NULL, 0), NFH_E_INDEX);
    ASSERT_STATUS(nfh_columns_set_scaled(NULL, d, NFH_COLUMN_INT64, zeros, 0, NULL, 0), NFH_E_NULL);
}
END_TEST

START_TEST(statuses_of_set_codes_and_texts)
{
    static const char *const text[] = {"a"};
    nfh_columns *c = f.columns;
    size_t s = index_of("s");
    ASSERT_STATUS(nfh_columns_set_codes(c, s, NFH_COLUMN_INT8, zeros, NULL, 0, NULL, NULL, 0),
                  NFH_OK); /* an empty dictionary, as of a column without a value */
    ASSERT_STATUS(nfh_columns_set_codes(c, s, NFH_COLUMN_INT8, zeros, NULL, 0, NULL, NULL, 1),
                  NFH_E_NULL);
    assert_columns_error(c, "s: the array of codes or the dictionary is NULL");
    ASSERT_STATUS(nfh_columns_set_codes(c, s, NFH_COLUMN_INT8, NULL, NULL, 0, text, NULL, 1),
                  NFH_E_NULL);
    ASSERT_STATUS(nfh_columns_set_codes(c, s, NFH_COLUMN_DOUBLE, zeros, NULL, 0, text, NULL, 1),
                  NFH_E_RANGE);
    assert_columns_error(c, "s: the format of codes is none of an integer");
    ASSERT_STATUS(nfh_columns_set_codes(c, 13, NFH_COLUMN_INT8, zeros, NULL, 0, text, NULL, 1),
                  NFH_E_INDEX);
    ASSERT_STATUS(nfh_columns_set_codes(NULL, s, NFH_COLUMN_INT8, zeros, NULL, 0, text, NULL, 1),
                  NFH_E_NULL);
    ASSERT_STATUS(nfh_columns_set_texts(c, s, NFH_COLUMN_INT32, zeros, NULL, NULL, 0), NFH_OK);
    ASSERT_STATUS(nfh_columns_set_texts(c, s, NFH_COLUMN_INT32, NULL, "", NULL, 0), NFH_E_NULL);
    assert_columns_error(c, "s: the array of offsets is NULL");
    ASSERT_STATUS(nfh_columns_set_texts(c, s, NFH_COLUMN_UINT32, zeros, "", NULL, 0), NFH_E_RANGE);
    assert_columns_error(c, "s: the format of offsets is neither NFH_COLUMN_INT32 nor "
                            "NFH_COLUMN_INT64");
    ASSERT_STATUS(nfh_columns_set_texts(c, 13, NFH_COLUMN_INT32, zeros, "", NULL, 0), NFH_E_INDEX);
    ASSERT_STATUS(nfh_columns_set_texts(NULL, s, NFH_COLUMN_INT32, zeros, "", NULL, 0), NFH_E_NULL);
}
END_TEST

/* A failure leaves the parameter without a column. */
START_TEST(failure_unbinds)
{
    static const uint8_t one = 1;
    size_t b = index_of("b");
    ASSERT_STATUS(nfh_columns_set(f.columns, b, NFH_COLUMN_BITS, &one, NULL, 0), NFH_OK);
    ck_assert_int_eq(truth_of("I1"), NFH_TRUE);
    ASSERT_STATUS(nfh_columns_set(f.columns, b, NFH_COLUMN_DOUBLE, zeros, NULL, 0), NFH_E_TYPE);
    ck_assert_int_eq(truth_of("I1"), NFH_UNKNOWN);
    ASSERT_STATUS(nfh_columns_set(f.columns, b, NFH_COLUMN_BYTES, &one, NULL, 0), NFH_OK);
    ck_assert_int_eq(truth_of("I1"), NFH_TRUE);
    ASSERT_STATUS(nfh_columns_set(f.columns, b, NFH_COLUMN_BYTES, NULL, NULL, 0), NFH_E_NULL);
    ck_assert_int_eq(truth_of("I1"), NFH_UNKNOWN);
    ASSERT_STATUS(nfh_columns_set(f.columns, b, NFH_COLUMN_BYTES, &one, NULL, 0), NFH_OK);
    ASSERT_STATUS(nfh_columns_set_unit(f.columns, b, "mg"), NFH_E_TYPE);
    ck_assert_int_eq(truth_of("I1"), NFH_UNKNOWN);
}
END_TEST

START_TEST(unset)
{
    static const uint8_t one = 1;
    size_t b = index_of("b");
    ASSERT_STATUS(nfh_columns_set(f.columns, b, NFH_COLUMN_BITS, &one, NULL, 0), NFH_OK);
    ASSERT_STATUS(nfh_columns_unset(f.columns, b), NFH_OK);
    ck_assert_int_eq(truth_of("I1"), NFH_UNKNOWN);
    ASSERT_STATUS(nfh_columns_unset(f.columns, b), NFH_OK);
    ASSERT_STATUS(nfh_columns_unset(f.columns, index_of("period")), NFH_OK);
    assert_columns_error(f.columns, "");
    ASSERT_STATUS(nfh_columns_unset(f.columns, 13), NFH_E_INDEX);
    assert_columns_error(f.columns, "there is no parameter of index 13: the rule set has 13");
    ASSERT_STATUS(nfh_columns_unset(NULL, b), NFH_E_NULL);
}
END_TEST

/* ---- Units and time -------------------------------------------------------------------------- */

START_TEST(units)
{
    static const double gram = 1.5, mg_dl = 1;
    nfh_columns *c = f.columns;
    size_t q = index_of("q"), creatinine = index_of("creatinine");
    ASSERT_STATUS(nfh_columns_set(c, q, NFH_COLUMN_DOUBLE, &gram, NULL, 0), NFH_OK);
    ck_assert_int_eq(truth_of("Q"), NFH_FALSE);
    ASSERT_STATUS(nfh_columns_set_unit(c, q, "g"), NFH_OK);
    ck_assert_int_eq(truth_of("Q"), NFH_TRUE);
    /* It stays when the column is bound again. */
    ASSERT_STATUS(nfh_columns_set(c, q, NFH_COLUMN_DOUBLE, &gram, NULL, 0), NFH_OK);
    ck_assert_int_eq(truth_of("Q"), NFH_TRUE);
    ASSERT_STATUS(nfh_columns_set_unit(c, q, NULL), NFH_OK);
    ck_assert_int_eq(truth_of("Q"), NFH_FALSE);
    ASSERT_STATUS(nfh_columns_set_unit(c, q, "g"), NFH_OK);
    ASSERT_STATUS(nfh_columns_unset(c, q), NFH_OK);
    ASSERT_STATUS(nfh_columns_set(c, q, NFH_COLUMN_DOUBLE, &gram, NULL, 0), NFH_OK);
    ck_assert_int_eq(truth_of("Q"), NFH_FALSE);
    /* By @accept, of another dimension. */
    ASSERT_STATUS(nfh_columns_set_unit(c, creatinine, "mg/dL"), NFH_OK);
    ASSERT_STATUS(nfh_columns_set(c, creatinine, NFH_COLUMN_DOUBLE, &mg_dl, NULL, 0), NFH_OK);
    ck_assert_int_eq(truth_of("C"), NFH_TRUE);
}
END_TEST

START_TEST(statuses_of_set_unit)
{
    static char longest[NFH_TEXT_MAX + 2];
    nfh_columns *c = f.columns;
    size_t q = index_of("q");
    ASSERT_STATUS(nfh_columns_set_unit(NULL, q, "g"), NFH_E_NULL);
    ASSERT_STATUS(nfh_columns_set_unit(c, 13, "g"), NFH_E_INDEX);
    assert_columns_error(c, "there is no parameter of index 13: the rule set has 13");
    ASSERT_STATUS(nfh_columns_set_unit(c, index_of("d"), "g"), NFH_E_TYPE);
    assert_columns_error(c, "d: a quantity does not fit: the type is Decimal");
    ASSERT_STATUS(nfh_columns_set_unit(c, q, "grams"), NFH_E_UNIT);
    ASSERT_STATUS(nfh_columns_set_unit(c, q, "m"), NFH_E_UNIT);
    assert_columns_error(c, "q: unit \"m\" does not convert to mg");
    ASSERT_STATUS(nfh_columns_set_unit(c, q, "mg"), NFH_OK);
    assert_columns_error(c, "");
    memset(longest, 'g', sizeof longest - 1);
    ASSERT_STATUS(nfh_columns_set_unit(c, q, longest), NFH_E_LIMIT);
    assert_columns_error(c, "q: the unit is too long");
    /* A parameter without a unit takes any. */
    ASSERT_STATUS(nfh_columns_set_unit(c, index_of("free"), "cm"), NFH_OK);
    ASSERT_STATUS(nfh_columns_set_unit(c, index_of("free"), NULL), NFH_OK);
    ASSERT_STATUS(nfh_columns_set_unit(c, index_of("warmth"), "[degF]"), NFH_OK);
    ASSERT_STATUS(nfh_columns_set_unit(c, index_of("warmth"), NULL), NFH_OK);
    /* However many of the parameter's units one of it is. */
    ASSERT_STATUS(nfh_columns_set_unit(c, q, "Ym3.kg/m3"), NFH_OK);
    ASSERT_STATUS(nfh_columns_set_unit(c, q, "ym3.kg/m3"), NFH_OK);
}
END_TEST

START_TEST(unit_of_a_parameter_without_one)
{
    static const double values[] = {100}, fahrenheit = 98.6;
    ASSERT_STATUS(nfh_columns_set_unit(f.columns, index_of("free"), "cm"), NFH_OK);
    ASSERT_STATUS(nfh_columns_set(f.columns, index_of("free"), NFH_COLUMN_DOUBLE, values, NULL, 0),
                  NFH_OK);
    ck_assert_int_eq(truth_of("M"), NFH_TRUE);
    ASSERT_STATUS(nfh_columns_set_unit(f.columns, index_of("warmth"), "[degF]"), NFH_OK);
    ASSERT_STATUS(
        nfh_columns_set(f.columns, index_of("warmth"), NFH_COLUMN_DOUBLE, &fahrenheit, NULL, 0),
        NFH_OK);
    ck_assert_int_eq(truth_of("L"), NFH_TRUE);
}
END_TEST

START_TEST(now)
{
    static const int32_t date = 20331; /* 2025-08-31 */
    nfh_columns *c = f.columns;
    ASSERT_STATUS(nfh_columns_set(c, index_of("t"), NFH_COLUMN_DATE32, &date, NULL, 0), NFH_OK);
    ck_assert_int_eq(truth_of("N"), NFH_UNKNOWN);
    ASSERT_STATUS(nfh_columns_set_now(c, "2025-09-01T00:00:00.000Z"), NFH_OK);
    ck_assert_int_eq(truth_of("N"), NFH_TRUE);
    ASSERT_STATUS(nfh_columns_set_now(c, "2025-08-31T23:59:59.999Z"), NFH_OK);
    ck_assert_int_eq(truth_of("N"), NFH_FALSE);
    ASSERT_STATUS(nfh_columns_set_now(c, "yesterday"), NFH_E_SYNTAX);
    const char *message;
    ASSERT_STATUS(nfh_columns_error(c, &message), NFH_OK);
    ck_assert_ptr_nonnull(strstr(message, "yesterday"));
    ck_assert_int_eq(truth_of("N"), NFH_UNKNOWN);
    ASSERT_STATUS(nfh_columns_set_now(c, "2025-09-01T00:00:00.000Z"), NFH_OK);
    ASSERT_STATUS(nfh_columns_set_now(c, NULL), NFH_OK);
    ck_assert_int_eq(truth_of("N"), NFH_UNKNOWN);
    ASSERT_STATUS(nfh_columns_set_now(NULL, NULL), NFH_E_NULL);
}
END_TEST

/* ---- Wanting and asking ---------------------------------------------------------------------- */

START_TEST(want_and_by_row)
{
    uint8_t bits = 0;
    int by_row = 9;
    const char *why = "x";
    ASSERT_STATUS(nfh_columns_want(NULL, 0, &bits, &bits), NFH_E_NULL);
    ASSERT_STATUS(nfh_columns_want(f.columns, 6, &bits, &bits), NFH_E_INDEX);
    assert_columns_error(f.columns, "there is no criterion of index 6: the rule set has 6");
    ASSERT_STATUS(nfh_columns_want(f.columns, 5, NULL, NULL), NFH_OK);
    assert_columns_error(f.columns, "");
    ASSERT_STATUS(nfh_columns_by_row(NULL, 0, &by_row, &why), NFH_E_NULL);
    ck_assert_int_eq(by_row, 0);
    ck_assert_ptr_null(why);
    ASSERT_STATUS(nfh_columns_by_row(f.columns, 0, NULL, &why), NFH_E_NULL);
    ASSERT_STATUS(nfh_columns_by_row(f.columns, 0, &by_row, NULL), NFH_E_NULL);
    by_row = 9;
    why = "x";
    ASSERT_STATUS(nfh_columns_by_row(f.columns, 6, &by_row, &why), NFH_E_INDEX);
    assert_columns_error(f.columns, "there is no criterion of index 6: the rule set has 6");
    ck_assert_int_eq(by_row, 0);
    ck_assert_ptr_null(why);
    for (size_t i = 0; i < 6; i++) {
        ASSERT_STATUS(nfh_columns_by_row(f.columns, i, &by_row, &why), NFH_OK);
        ck_assert(by_row ? why && *why : !why);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("columns");
    TCase *tcase = tcase_create("columns");
    tcase_add_checked_fixture(tcase, start_all, end_all);
    tcase_add_test(tcase, handle);
    tcase_add_test(tcase, unbound);
    tcase_add_test(tcase, error_and_failed_of_null);
    tcase_add_test(tcase, formats_and_types);
    tcase_add_test(tcase, formats_that_are_none);
    tcase_add_test(tcase, messages_of_set);
    tcase_add_test(tcase, statuses_of_set_scaled);
    tcase_add_test(tcase, statuses_of_set_codes_and_texts);
    tcase_add_test(tcase, failure_unbinds);
    tcase_add_test(tcase, unset);
    tcase_add_test(tcase, units);
    tcase_add_test(tcase, statuses_of_set_unit);
    tcase_add_test(tcase, unit_of_a_parameter_without_one);
    tcase_add_test(tcase, now);
    tcase_add_test(tcase, want_and_by_row);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
