/* SPDX-License-Identifier: MIT
 *
 * test_columns_texts.c - columns of texts: dictionaries and codes, and texts one behind the other.
 */
#include "column_support.h"

#define ROWS_MAX 16

static const char rules[] =
    "/*\n@values: a|b|Größe\n*/ parameter listed String\n"
    "parameter free String\n"
    "parameter day_of Date\n"
    "/*\n@unit: mg\n*/ parameter mass Quantity\n"
    "parameter flag Boolean\n"
    "parameter moment DateTime\n"
    "/*\n@id: A\n@category: check\n*/ define A: listed = 'a'\n"
    "/*\n@id: B\n@category: check\n*/ define B: free = 'b'\n"
    "/*\n@id: D\n@category: check\n*/ define D: day_of before @2025-08-15\n"
    "/*\n@id: M\n@category: check\n*/ define M: mass >= 1500 'mg'\n"
    "/*\n@id: F\n@category: check\n*/ define F: flag\n"
    "/*\n@id: T\n@category: check\n*/ define T: moment before @2025-08-31T12\n"
    "/*\n@id: G\n@category: check\n*/ define G: listed = 'Größe'\n"
    "/*\n@id: E\n@category: check\n*/ define E: free = ''\n";

static struct columns_fixture f;

static void start_all(void)
{
    f = start_columns(rules);
}

static void end_all(void)
{
    end_columns(&f);
}

/* Screens as many rows as there are characters, and asks for the truth of a criterion in each: `T`,
 * `F`, `?`, or `!` for a row that cannot be read. */
static int check(const char *id, const char *expected)
{
    size_t rows = strlen(expected);
    static uint8_t verdict[ROWS_MAX], truth[ROWS_MAX / 8], known[ROWS_MAX / 8];
    size_t criterion = criterion_index(f.ruleset, id);
    char found[ROWS_MAX + 1] = "";
    for (size_t i = 0; nfh_columns_want(f.columns, i, NULL, NULL) == NFH_OK; i++)
        ;
    ASSERT_STATUS(nfh_columns_want(f.columns, criterion, truth, known), NFH_OK);
    int status = nfh_screen_columns(f.columns, 0, rows, verdict);
    for (size_t i = 0; i < rows; i++) {
        found[i] = "FT?"[truth_of_bits(truth, known, i)];
        if (verdict[i] == NFH_VERDICT_ERROR)
            found[i] = found[i] == '?' ? '!' : 'X';
    }
    ck_assert_str_eq(found, expected);
    return status;
}

static int set_codes(const char *name, int format, const void *codes, const char *const *text,
                     const size_t *length, size_t count)
{
    return nfh_columns_set_codes(f.columns, parameter_index(f.ruleset, name), format, codes, NULL,
                                 0, text, length, count);
}

/* ---- Codes ----------------------------------------------------------------------------------- */

static const char *const dictionary[] = {"a", NULL, "b", "", "Größe"};

START_TEST(codes_of_every_format)
{
    static const int8_t i8[] = {0, 1, 2, 3, 4};
    static const int16_t i16[] = {0, 1, 2, 3, 4};
    static const int32_t i32[] = {0, 1, 2, 3, 4};
    static const int64_t i64[] = {0, 1, 2, 3, 4};
    static const struct {
        int format;
        const void *codes;
    } rows[] = {{NFH_COLUMN_INT8, i8},    {NFH_COLUMN_UINT8, i8},  {NFH_COLUMN_INT16, i16},
                {NFH_COLUMN_UINT16, i16}, {NFH_COLUMN_INT32, i32}, {NFH_COLUMN_UINT32, i32},
                {NFH_COLUMN_INT64, i64},  {NFH_COLUMN_UINT64, i64}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ASSERT_STATUS(set_codes("listed", rows[i].format, rows[i].codes, dictionary, NULL, 5),
                      NFH_OK);
        ASSERT_STATUS(check("A", "T?F?F"), NFH_OK);
        ASSERT_STATUS(check("G", "F?F?T"), NFH_OK);
        ASSERT_STATUS(set_codes("free", rows[i].format, rows[i].codes, dictionary, NULL, 5),
                      NFH_OK);
        ASSERT_STATUS(check("B", "F?T?F"), NFH_OK);
    }
}
END_TEST

START_TEST(codes_beyond_the_dictionary)
{
    static const int8_t below[] = {0, -1, 2};
    static const uint8_t above[] = {4, 5, 255};
    static const int64_t far[] = {INT64_MAX, INT64_MIN, 0};
    static const uint64_t farther[] = {UINT64_MAX, (uint64_t)1 << 32, 0};
    ASSERT_STATUS(set_codes("listed", NFH_COLUMN_INT8, below, dictionary, NULL, 5), NFH_OK);
    ASSERT_STATUS(check("A", "T!F"), NFH_E_INDEX);
    assert_columns_error(f.columns, "row 1: listed: the code is beyond the dictionary");
    assert_failed(f.columns, 1, 1, 0);
    ASSERT_STATUS(set_codes("listed", NFH_COLUMN_UINT8, above, dictionary, NULL, 5), NFH_OK);
    ASSERT_STATUS(check("A", "F!!"), NFH_E_INDEX);
    assert_failed(f.columns, 2, 1, 0);
    ASSERT_STATUS(set_codes("listed", NFH_COLUMN_INT64, far, dictionary, NULL, 5), NFH_OK);
    ASSERT_STATUS(check("A", "!!T"), NFH_E_INDEX);
    ASSERT_STATUS(set_codes("listed", NFH_COLUMN_UINT64, farther, dictionary, NULL, 5), NFH_OK);
    ASSERT_STATUS(check("A", "!!T"), NFH_E_INDEX);
    ASSERT_STATUS(set_codes("listed", NFH_COLUMN_INT8, below, NULL, NULL, 0), NFH_OK);
    ASSERT_STATUS(check("A", "!!!"), NFH_E_INDEX);
}
END_TEST

/* Only what a row has can be wrong with it. */
START_TEST(entries_that_cannot_be_read)
{
    static const char *const text[] = {"a", "A", "b"};
    static const uint8_t codes[] = {0, 2, 0, 1, 2, 1};
    ASSERT_STATUS(set_codes("listed", NFH_COLUMN_UINT8, codes, text, NULL, 3), NFH_OK);
    ASSERT_STATUS(check("A", "TFT"), NFH_OK);
    assert_columns_error(f.columns, "");
    ASSERT_STATUS(check("A", "TFT!F!"), NFH_E_VALUE);
    assert_columns_error(f.columns,
                         "row 3: listed: \"A\" is not among the values (did you mean a?): "
                         "a, b, Größe");
    assert_failed(f.columns, 2, 3, 0);
}
END_TEST

/* By their lengths, texts need no end, and may have zeros. */
START_TEST(lengths)
{
    static const char bytes[] = {'a', 'b', 'b', '\0', 'b', ' ', 'b', '\xff'};
    const char *const text[] = {bytes, bytes + 1, bytes + 2, bytes + 5, bytes + 7, bytes};
    static const size_t length[] = {1, 1, 2, 2, 1, 0};
    static const uint8_t codes[] = {0, 1, 2, 3, 4, 5};
    ASSERT_STATUS(set_codes("free", NFH_COLUMN_UINT8, codes, text, length, 6), NFH_OK);
    ASSERT_STATUS(check("B", "FTFT!?"), NFH_E_SYNTAX);
    ASSERT_STATUS(set_codes("listed", NFH_COLUMN_UINT8, codes, text, length, 6), NFH_OK);
    ASSERT_STATUS(check("A", "TF!F!?"), NFH_E_VALUE);
}
END_TEST

START_TEST(validity_and_offset_of_codes)
{
    static const uint8_t codes[] = {99, 99, 99, 99, 99, 99, 99, 0, 99, 2},
                         validity[] = {0x80, 0x02};
    ASSERT_STATUS(nfh_columns_set_codes(f.columns, 0, NFH_COLUMN_UINT8, codes, validity, 7,
                                        dictionary, NULL, 5),
                  NFH_OK);
    ASSERT_STATUS(check("A", "T?"), NFH_OK);
    ASSERT_STATUS(nfh_columns_set_codes(f.columns, 0, NFH_COLUMN_UINT8, codes, validity, 9,
                                        dictionary, NULL, 5),
                  NFH_OK);
    ASSERT_STATUS(check("A", "F"), NFH_OK);
}
END_TEST

/* A dictionary fits every type. */
START_TEST(codes_of_other_types)
{
    static const char *const text[] = {"2025-08", "1.5 g",      " 1500 ", "<2",           ">1.5 g",
                                       "yes",     "2025-08-14", "FALSE",  "2025-08-31T11"};
    static const uint8_t dates[] = {0, 6, 1}, masses[] = {1, 2, 3, 4, 0}, flags[] = {5, 7, 1};
    static const uint8_t moments[] = {8, 6, 5};
    ASSERT_STATUS(set_codes("day_of", NFH_COLUMN_UINT8, dates, text, NULL, 9), NFH_OK);
    ASSERT_STATUS(check("D", "?T!"), NFH_E_SYNTAX);
    ASSERT_STATUS(nfh_columns_unset(f.columns, parameter_index(f.ruleset, "day_of")), NFH_OK);
    ASSERT_STATUS(set_codes("mass", NFH_COLUMN_UINT8, masses, text, NULL, 9), NFH_OK);
    ASSERT_STATUS(check("M", "TTFT!"), NFH_E_SYNTAX);
    ASSERT_STATUS(nfh_columns_unset(f.columns, parameter_index(f.ruleset, "mass")), NFH_OK);
    ASSERT_STATUS(set_codes("flag", NFH_COLUMN_UINT8, flags, text, NULL, 9), NFH_OK);
    ASSERT_STATUS(check("F", "TF!"), NFH_E_SYNTAX);
    assert_columns_error(f.columns, "row 2: flag: \"1.5 g\" is not a truth value (expected true, "
                                    "false, 1, 0, yes or no)");
    ASSERT_STATUS(nfh_columns_unset(f.columns, parameter_index(f.ruleset, "flag")), NFH_OK);
    ASSERT_STATUS(set_codes("moment", NFH_COLUMN_UINT8, moments, text, NULL, 9), NFH_OK);
    ASSERT_STATUS(check("T", "TT!"), NFH_E_SYNTAX);
}
END_TEST

START_TEST(texts_that_are_too_long)
{
    static char longest[NFH_TEXT_MAX + 2];
    const char *const text[] = {longest, longest + 1};
    static const uint8_t codes[] = {1, 0};
    memset(longest, 'b', sizeof longest - 1);
    ASSERT_STATUS(set_codes("free", NFH_COLUMN_UINT8, codes, text, NULL, 2), NFH_OK);
    ASSERT_STATUS(check("B", "F!"), NFH_E_LIMIT);
    assert_columns_error(f.columns, "row 1: free: the text is too long");
}
END_TEST

/* ---- Texts one behind the other ---------------------------------------------------------------
 */

START_TEST(texts)
{
    static const int32_t offsets[] = {0, 1, 1, 2, 4, 4};
    static const int64_t wide[] = {3, 3, 4, 5, 7, 7};
    ASSERT_STATUS(nfh_columns_set_texts(f.columns, 1, NFH_COLUMN_INT32, offsets, "babb", NULL, 0),
                  NFH_OK);
    ASSERT_STATUS(check("B", "T?FF?"), NFH_OK);
    ASSERT_STATUS(nfh_columns_set_texts(f.columns, 1, NFH_COLUMN_INT64, wide, "xxxbabb", NULL, 0),
                  NFH_OK);
    ASSERT_STATUS(check("B", "?TFF?"), NFH_OK);
    ASSERT_STATUS(nfh_columns_set_texts(f.columns, 1, NFH_COLUMN_INT32, offsets, "babb", NULL, 2),
                  NFH_OK);
    ASSERT_STATUS(check("B", "FF?"), NFH_OK);
}
END_TEST

START_TEST(bad_offsets)
{
    static const int32_t back[] = {1, 2, 1, 2}, negative[] = {-1, 1, 2};
    static const int64_t far[] = {INT64_MIN, INT64_MAX, 1, 2};
    static const uint8_t last = 0x04;
    ASSERT_STATUS(nfh_columns_set_texts(f.columns, 1, NFH_COLUMN_INT32, back, "bb", NULL, 0),
                  NFH_OK);
    ASSERT_STATUS(check("B", "T!T"), NFH_E_RANGE);
    assert_columns_error(f.columns,
                         "row 1: free: the offsets of the text decrease or are negative");
    ASSERT_STATUS(nfh_columns_set_texts(f.columns, 1, NFH_COLUMN_INT32, negative, "bb", NULL, 0),
                  NFH_OK);
    ASSERT_STATUS(check("B", "!T"), NFH_E_RANGE);
    ASSERT_STATUS(nfh_columns_set_texts(f.columns, 1, NFH_COLUMN_INT64, far, "bb", NULL, 0),
                  NFH_OK);
    ASSERT_STATUS(check("B", "!!T"), NFH_E_RANGE);
    /* Where the row is not known, nobody looks at them. */
    ASSERT_STATUS(nfh_columns_set_texts(f.columns, 1, NFH_COLUMN_INT64, far, "bb", &last, 0),
                  NFH_OK);
    ASSERT_STATUS(check("B", "??T"), NFH_OK);
}
END_TEST

/* An array of empty texts may have no bytes at all; one with bytes may not. */
START_TEST(no_bytes)
{
    static const int32_t empty[] = {0, 0, 0}, some[] = {0, 0, 1};
    ASSERT_STATUS(nfh_columns_set_texts(f.columns, 1, NFH_COLUMN_INT32, empty, NULL, NULL, 0),
                  NFH_OK);
    ASSERT_STATUS(check("B", "??"), NFH_OK);
    ASSERT_STATUS(nfh_columns_set_texts(f.columns, 1, NFH_COLUMN_INT32, some, NULL, NULL, 0),
                  NFH_OK);
    ASSERT_STATUS(check("B", "?!"), NFH_E_RANGE);
}
END_TEST

START_TEST(texts_of_other_types)
{
    static const int32_t offsets[] = {0, 7, 17, 17, 20};
    ASSERT_STATUS(nfh_columns_set_texts(f.columns, parameter_index(f.ruleset, "day_of"),
                                        NFH_COLUMN_INT32, offsets, "2025-082025-07-31no!", NULL, 0),
                  NFH_OK);
    ASSERT_STATUS(check("D", "?T?!"), NFH_E_SYNTAX);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("columns_texts");
    TCase *tcase = tcase_create("columns_texts");
    tcase_add_checked_fixture(tcase, start_all, end_all);
    tcase_add_test(tcase, codes_of_every_format);
    tcase_add_test(tcase, codes_beyond_the_dictionary);
    tcase_add_test(tcase, entries_that_cannot_be_read);
    tcase_add_test(tcase, lengths);
    tcase_add_test(tcase, validity_and_offset_of_codes);
    tcase_add_test(tcase, codes_of_other_types);
    tcase_add_test(tcase, texts_that_are_too_long);
    tcase_add_test(tcase, texts);
    tcase_add_test(tcase, bad_offsets);
    tcase_add_test(tcase, no_bytes);
    tcase_add_test(tcase, texts_of_other_types);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
