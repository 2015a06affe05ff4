/* SPDX-License-Identifier: MIT
 *
 * test_subject_text.c - inputs from text: what is taken, what is refused and with which words.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "subject_rules.h"

/* A text; the status; the value as a CQL literal, or a part of the message. */
static const struct {
    const char *parameter, *text;
    int status;
    const char *expected;
} texts[] = {
    {"b", "true", NFH_OK, "true"},
    {"b", "TRUE", NFH_OK, "true"},
    {"b", " True\t", NFH_OK, "true"},
    {"b", "1", NFH_OK, "true"},
    {"b", "Yes", NFH_OK, "true"},
    {"b", "false", NFH_OK, "false"},
    {"b", "FALSE", NFH_OK, "false"},
    {"b", "0", NFH_OK, "false"},
    {"b", "NO", NFH_OK, "false"},
    {"b", "", NFH_OK, "null"},
    {"b", "  \t\r\n ", NFH_OK, "null"},
    {"b", "y", NFH_E_SYNTAX,
     "b: \"y\" is not a truth value (expected true, false, 1, 0, yes or no)"},
    {"b", "2", NFH_E_SYNTAX, "truth value"},
    {"b", "1.0", NFH_E_SYNTAX, "truth value"},
    {"b", "unknown", NFH_E_SYNTAX, "truth value"},
    {"b", "NA", NFH_E_SYNTAX, "\"NA\" is not"},
    {"b", "nan", NFH_E_SYNTAX, "truth value"},
    {"b", "tru", NFH_E_SYNTAX, "truth value"},
    {"b", "true true", NFH_E_SYNTAX, "truth value"},

    {"i", "3", NFH_OK, "3"},
    {"i", "-3", NFH_OK, "-3"},
    {"i", "+3", NFH_OK, "3"},
    {"i", "3.0", NFH_OK, "3"},
    {"i", "3.000000000000", NFH_OK, "3"},
    {"i", "007", NFH_OK, "7"},
    {"i", "2147483647", NFH_OK, "2147483647"},
    {"i", "-2147483648", NFH_OK, "-2147483648"},
    {"i", "2147483648", NFH_E_RANGE, "i: the number is out of the range of type Integer"},
    {"i", "-2147483649", NFH_E_RANGE, "out of the range"},
    {"i", "99999999999999999999999999", NFH_E_RANGE, "out of the range"},
    {"i", "3.5", NFH_E_SYNTAX, "i: \"3.5\" is not an integer (expected for example 3)"},
    {"i", "3.000000001", NFH_E_SYNTAX, "not an integer"},
    {"i", "3.", NFH_E_SYNTAX, "not an integer"},
    {"i", ".0", NFH_E_SYNTAX, "not an integer"},
    {"i", "1e3", NFH_E_SYNTAX, "not an integer"},
    {"i", "1,000", NFH_E_SYNTAX, "not an integer"},
    {"i", "1 000", NFH_E_SYNTAX, "not an integer"},
    {"i", "0x10", NFH_E_SYNTAX, "not an integer"},
    {"i", "-", NFH_E_SYNTAX, "not an integer"},
    {"i", "III", NFH_E_SYNTAX, "not an integer"},
    {"class", "1", NFH_OK, "1"},
    {"class", "4.0", NFH_OK, "4"},
    {"class", "0", NFH_E_VALUE, "class: \"0\" is not among the values"},
    {"class", "5", NFH_E_VALUE, "1, 2, 3, 4"},
    {"class", "-1", NFH_E_VALUE, "not among"},
    {"limited", "10", NFH_OK, "10"},
    {"limited", "20", NFH_OK, "20"},
    {"limited", "9", NFH_OK, "null"},
    {"limited", "21", NFH_OK, "null"},
    {"l", "9223372036854775807", NFH_OK, "9223372036854775807L"},
    {"l", "-9223372036854775808", NFH_OK, "-9223372036854775808L"},
    {"l", "9223372036854775808", NFH_E_RANGE, "out of the range of type Long"},
    {"l", "-9223372036854775809", NFH_E_RANGE, "out of the range"},

    {"d", "0.5", NFH_OK, "0.5"},
    {"d", "-0.5", NFH_OK, "-0.5"},
    {"d", "0.50000001", NFH_OK, "null"},
    {"d", "-0.50000001", NFH_OK, "null"},
    {"d", "0.500000004", NFH_OK, "0.5"}, /* rounded to 8 places, then compared */
    {"free_decimal", "1", NFH_OK, "1.0"},
    {"free_decimal", "0.123456785", NFH_OK, "0.12345679"},
    {"free_decimal", "1.5e3", NFH_OK, "1500.0"},
    {"free_decimal", "99999999999999999999.99999999", NFH_OK, "99999999999999999999.99999999"},
    {"free_decimal", "100000000000000000000", NFH_E_RANGE, "out of the range of type Decimal"},
    {"free_decimal", "88,4", NFH_E_SYNTAX,
     "\"88,4\" is not a decimal number (expected for example 88.4)"},
    {"free_decimal", "inf", NFH_E_SYNTAX, "not a decimal number"},
    {"free_decimal", "nan", NFH_E_SYNTAX, "not a decimal number"},
    {"free_decimal", "--1", NFH_E_SYNTAX, "not a decimal number"},
    {"free_decimal", "1 mg", NFH_E_SYNTAX, "not a decimal number"},

    {"s", "text", NFH_OK, "'text'"},
    {"s", "  some text ", NFH_OK, "'some text'"},
    {"s", "NA", NFH_OK, "'NA'"},
    {"s", "\xce\xbc", NFH_OK, "'\xce\xbc'"},
    {"s", "\xff", NFH_E_SYNTAX, "s: \"?\" is not UTF-8"},
    {"s", "a\xc3", NFH_E_SYNTAX, "UTF-8"},
    {"sex", "male", NFH_OK, "'male'"},
    {"sex", " female ", NFH_OK, "'female'"},
    {"sex", "Male", NFH_E_VALUE,
     "sex: \"Male\" is not among the values (did you mean male?): male, female"},
    {"sex", "femal", NFH_E_VALUE, "(did you mean female?)"},
    {"sex", "m", NFH_E_VALUE, "male, female"},
    {"sex", "mal", NFH_E_VALUE, "male, female"},
    {"sex", "\xff\x01", NFH_E_VALUE, "\"??\" is not among"},

    {"visit", "2025-08-31", NFH_OK, "@2025-08-31"},
    {"visit", "2025-08", NFH_OK, "@2025-08"},
    {"visit", "2025", NFH_OK, "@2025"},
    {"visit", "2024-02-29", NFH_OK, "@2024-02-29"},
    {"visit", "1900-01-01", NFH_OK, "@1900-01-01"},
    {"visit", "2099-12-31", NFH_OK, "@2099-12-31"},
    {"visit", "1899-12-31", NFH_OK, "null"},
    {"visit", "1899", NFH_OK, "null"},
    {"visit", "1900", NFH_OK, "@1900"},
    {"visit", "2099", NFH_OK, "@2099"},
    {"visit", "2100", NFH_OK, "null"},
    {"visit", "2100-01-01", NFH_OK, "null"},
    {"visit", "2025-02-29", NFH_E_SYNTAX,
     "visit: \"2025-02-29\" is not a date of the calendar (expected for example 2025"},
    {"visit", "2025-13", NFH_E_SYNTAX, "not a date"},
    {"visit", "2025-8-1", NFH_E_SYNTAX, "not a date"},
    {"visit", "31.08.2025", NFH_E_SYNTAX, "not a date"},
    {"visit", "20250831", NFH_E_SYNTAX, "not a date"},
    {"visit", "08/31/2025", NFH_E_SYNTAX, "not a date"},
    {"visit", "2025-08-31T10:00", NFH_E_SYNTAX, "not a date"},
    {"visit", "UNK", NFH_E_SYNTAX, "not a date"},
    {"visit", "45900", NFH_E_SYNTAX, "not a date"},

    {"creatinine", "88.4", NFH_OK, "88.4 'umol/L'"},
    {"creatinine", "88.4 umol/L", NFH_OK, "88.4 'umol/L'"},
    {"creatinine", "88.4umol/L", NFH_OK, "88.4 'umol/L'"},
    {"creatinine", "88.4   'umol/L'", NFH_OK, "88.4 'umol/L'"},
    {"creatinine", "88.4'umol/L'", NFH_OK, "88.4 'umol/L'"},
    {"creatinine", "0.0884 mmol/L", NFH_OK, "88.4 'umol/L'"},
    {"creatinine", "1 mg/dL", NFH_OK, "88.4 'umol/L'"},
    {"creatinine", "1.2 'mg/dL'", NFH_OK, "106.08 'umol/L'"},
    {"creatinine", "0.01 g/L", NFH_OK,
     "88.4 'umol/L'"}, /* another unit of the same kind as mg/dL */
    {"creatinine", "5", NFH_OK, "5 'umol/L'"},
    {"creatinine", "4.99999999", NFH_OK, "null"},
    {"creatinine", "5000", NFH_OK, "5000 'umol/L'"},
    {"creatinine", "5000.00000001", NFH_OK, "null"},
    {"creatinine", "5.0001 mmol/L", NFH_OK, "null"},
    {"creatinine", "60 mg/dL", NFH_OK, "null"},
    {"creatinine", "88,4", NFH_E_SYNTAX,
     "creatinine: \"88,4\" is not a number with an optional unit (expected for example 88.4 or "
     "88.4 umol/L)"},
    {"creatinine", "umol/L", NFH_E_SYNTAX, "not a number"},
    {"creatinine", "88.4 'umol/L", NFH_E_SYNTAX, "not a number"},
    {"creatinine", "88.4 99", NFH_E_SYNTAX, "not a number"},
    {"creatinine", "88.4.1", NFH_E_SYNTAX, "not a number"},
    {"creatinine", "88.", NFH_E_SYNTAX, "not a number"},
    {"creatinine", "NA", NFH_E_SYNTAX, "not a number"},
    {"creatinine", "88.4 mmol", NFH_E_UNIT,
     "creatinine: unit \"mmol\" does not convert to umol/L (also accepted: mg/dL)"},
    {"creatinine", "88.4 ''", NFH_E_UNIT, "is no UCUM unit"},
    {"creatinine", "88.4 umoll/L", NFH_E_UNIT, "creatinine: unit \"umoll/L\" is no UCUM unit: "},
    {"creatinine", "88.4 \xc2\xb5mol/L", NFH_E_UNIT, "did you mean umol/L?"},
    {"creatinine", "99999999999999999999 mg/dL", NFH_E_RANGE, "out of the range"},
    {"creatinine", "99999999999999999999 mol/L", NFH_E_RANGE, "out of the range"},
    {"creatinine", "1e30", NFH_E_RANGE, "out of the range of type Quantity"},
    {"weight", "70.5", NFH_OK, "70.5 'kg'"},
    {"weight", "70500 g", NFH_OK, "70.5 'kg'"},
    {"weight", "100 [lb_av]", NFH_OK,
     "45.359237 'kg'"}, /* the international pound is 0.45359237 kg */
    {"weight", "70 lbs", NFH_E_UNIT, "is no UCUM unit"},
    {"weight", "70 L", NFH_E_UNIT, "weight: unit \"L\" does not convert to kg"},
    {"lasting", "3 wk", NFH_OK, "21 'd'"},
    {"lasting", "3 weeks", NFH_OK, "21 'd'"},
    {"lasting", "36 h", NFH_OK, "1.5 'd'"},
    {"lasting", "2 months", NFH_E_UNIT, "does not convert to d"},
    {"pressure", "120", NFH_OK, "120 'mm[Hg]'"},
    {"pressure", "120 mm[Hg]", NFH_OK, "120 'mm[Hg]'"},
    {"pressure", "120/80", NFH_E_SYNTAX, "not a number"},
    {"pressure", "120 mmHg", NFH_E_UNIT, "did you mean mm[Hg]?"},
    {"temperature", "310.15 K", NFH_OK, "37 'Cel'"},
    {"temperature", "-3", NFH_OK, "-3 'Cel'"},
    {"platelets", "250 10*9/L", NFH_OK, "250 '10*9/L'"},
    {"platelets", "250 10*3/uL", NFH_OK, "250 '10*9/L'"},
    {"platelets", "250000 /uL", NFH_OK, "250 '10*9/L'"},
    {"fraction", "35 %", NFH_OK, "35 '%'"},
    {"fraction", "35%", NFH_OK, "35 '%'"},
    {"fraction", "0.35 '1'", NFH_OK, "35 '%'"},
    {"fraction", "1/2", NFH_E_SYNTAX, "not a number"},
    {"q", "5", NFH_OK, "5 '1'"},
    {"q", "5 mg", NFH_OK, "5 'mg'"},
    {"q", "5 'mg/dL'", NFH_OK, "5 'mg/dL'"},
    {"q", "6 months", NFH_OK, "6 months"},
    {"q", "5e3 mg", NFH_OK, "5000 'mg'"},
    {"q", "5 eq", NFH_OK, "5 'eq'"},
    {"q", "5eq", NFH_OK, "5 'eq'"},
    {"q", "5 nonsense", NFH_E_UNIT, "q: unit \"nonsense\" is no UCUM unit"},
    {"period", "2025", NFH_E_TYPE,
     "period: a single value does not fit: the type is Interval<Date>"},
};

START_TEST(set_text)
{
    struct fixture f = start(subject_rules);
    const char *other = "17";
    /* An error leaves nothing of what was there. */
    nfh_subject_set_text(f.subject, texts[_i].parameter, other);
    ASSERT_STATUS(nfh_subject_set_text(f.subject, texts[_i].parameter, texts[_i].text),
                  texts[_i].status);
    if (texts[_i].status == NFH_OK) {
        assert_value(&f, texts[_i].parameter, texts[_i].expected);
    } else {
        assert_error(&f, texts[_i].expected);
        if (texts[_i].status != NFH_E_TYPE)
            assert_value(&f, texts[_i].parameter, "null");
    }
    end(&f);
}
END_TEST

START_TEST(text_arguments)
{
    struct fixture f = start(subject_rules);
    size_t s = parameter_index(f.ruleset, "s");
    char *text_of_limit = malloc(NFH_TEXT_MAX + 2);
    ck_assert_ptr_nonnull(text_of_limit);
    memset(text_of_limit, 'x', NFH_TEXT_MAX + 1);
    text_of_limit[NFH_TEXT_MAX + 1] = '\0';
    ASSERT_STATUS(nfh_subject_set_text_at(f.subject, s, text_of_limit), NFH_E_LIMIT);
    assert_error(&f, "s: the text is too long");
    ASSERT_STATUS(nfh_subject_set_string(f.subject, s, text_of_limit), NFH_E_LIMIT);
    ASSERT_STATUS(
        nfh_subject_set_quantity(f.subject, parameter_index(f.ruleset, "q"), 1, text_of_limit),
        NFH_E_LIMIT);
    ASSERT_STATUS(nfh_subject_set_id(f.subject, text_of_limit), NFH_E_LIMIT);
    text_of_limit[NFH_TEXT_MAX] = '\0';
    ASSERT_STATUS(nfh_subject_set_text_at(f.subject, s, text_of_limit), NFH_OK);
    ASSERT_STATUS(nfh_subject_set_string(f.subject, s, text_of_limit), NFH_OK);
    ASSERT_STATUS(nfh_subject_set_id(f.subject, text_of_limit), NFH_OK);
    free(text_of_limit);
    ASSERT_STATUS(nfh_subject_set_text_at(f.subject, s, NULL), NFH_E_NULL);
    assert_error(&f, "s: the text is NULL");
    assert_value(&f, "s", "null");
    ASSERT_STATUS(nfh_subject_set_text_at(f.subject, 19, "1"), NFH_E_INDEX);
    assert_error(&f, "no parameter of index 19: the rule set has 19");
    ASSERT_STATUS(nfh_subject_set_text_at(NULL, 0, "1"), NFH_E_NULL);
    ASSERT_STATUS(nfh_subject_set_text(NULL, "s", "1"), NFH_E_NULL);
    ASSERT_STATUS(nfh_subject_set_text(f.subject, NULL, "1"), NFH_E_NULL);
    ASSERT_STATUS(nfh_subject_set_text(f.subject, "s", NULL), NFH_E_NULL);
    ASSERT_STATUS(nfh_subject_set_text(f.subject, "creatinin", "1"), NFH_E_NAME);
    assert_error(&f, "there is no parameter \"creatinin\" (did you mean creatinine?)");
    ASSERT_STATUS(nfh_subject_set_text(f.subject, "haemoglobin", "1"), NFH_E_NAME);
    assert_error(&f, "there is no parameter \"haemoglobin\"");
    end(&f);
}
END_TEST

/* A long text is cut in a message, between its characters. */
START_TEST(long_text_in_a_message)
{
    struct fixture f = start(subject_rules);
    char given[2000] = "";
    const char *message;
    for (int i = 0; i < 500; i++)
        strcat(given, "\xe2\x82\xac"); /* the Euro sign */
    ASSERT_STATUS(nfh_subject_set_text(f.subject, "i", given), NFH_E_SYNTAX);
    ASSERT_STATUS(nfh_subject_error(f.subject, &message), NFH_OK);
    ck_assert_uint_lt(strlen(message), 200);
    ck_assert_ptr_nonnull(strstr(message, "\xe2\x82\xac...\" is not an integer"));
    ASSERT_STATUS(nfh_subject_set_text(f.subject, "i", "1\n2\x1b[31m"), NFH_E_SYNTAX);
    assert_error(&f, "\"1?2?[31m\"");
    end(&f);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("subject_text");
    TCase *tcase = tcase_create("subject_text");
    tcase_add_loop_test(tcase, set_text, 0, (int)(sizeof texts / sizeof texts[0]));
    tcase_add_test(tcase, text_arguments);
    tcase_add_test(tcase, long_text_in_a_message);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
