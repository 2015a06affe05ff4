/* SPDX-License-Identifier: MIT
 *
 * test_columns_random.c - columns are one by one, always: random rule sets, and the one that is
 * shipped with the library, on random columns of every form, compared row by row with nfh_screen.
 *
 * More of it by hand, from another seed on:
 *
 *     NFH_COLUMN_SEEDS=2000 NFH_COLUMN_FIRST=100 build/tests/test_columns_random
 *
 * NFH_COLUMN_ONLY=rules, language or trial runs one of the three. What does not hold is printed
 * with the seed, the rule set and the row; NFH_COLUMN_SEEDS=1 NFH_COLUMN_FIRST=SEED runs it again.
 * Where a signal ends the program, NFH_COLUMN_TRACE=1 tells the seed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz/column_fill.h"
#include "fuzz/column_rules.h"
#include "fuzz/generate.h"
#include "subjects.h"
#include "support.h"

/* ---- Seeds ----------------------------------------------------------------------------------- */

static unsigned setting(const char *name, unsigned otherwise)
{
    const char *text = getenv(name);
    return text ? (unsigned)strtoul(text, NULL, 10) : otherwise;
}

static unsigned first_seed(void)
{
    return setting("NFH_COLUMN_FIRST", 1);
}

static unsigned seeds(const char *name, int usual)
{
    const char *only = getenv("NFH_COLUMN_ONLY");
    if (only && strcmp(only, name) != 0)
        return 0;
    return setting("NFH_COLUMN_SEEDS", (unsigned)test_share(usual));
}

/* With $NFH_COLUMN_TRACE, of a seed that ends the program before it can be told. */
static struct chance chance_of(unsigned seed, unsigned salt)
{
    if (getenv("NFH_COLUMN_TRACE"))
        fprintf(stderr, "seed %u\n", seed);
    struct chance chance = {NULL, 0, seed * UINT64_C(0x2545f4914f6cdd1d) + salt};
    chance_word(&chance);
    return chance;
}

/* What was seen in a test, which shows nothing when there is but one truth. */
static struct {
    size_t rows, errors, truths[3], criteria, by_row;
} seen;

static void finish(struct cohort *cohort, nfh_ruleset *ruleset)
{
    seen.rows += cohort->seen;
    seen.errors += cohort->errors;
    seen.criteria += cohort->criteria;
    seen.by_row += cohort->by_row;
    for (int truth = 0; truth < 3; truth++)
        seen.truths[truth] += cohort->truths[truth];
    cohort_end(cohort);
    nfh_ruleset_free(ruleset);
}

static void require_all_truths(void)
{
    size_t all = seen.truths[0] + seen.truths[1] + seen.truths[2];
    bool by_hand = getenv("NFH_COLUMN_SEEDS") != NULL;
    if (by_hand && seen.rows > 0)
        printf("%zu rows, %zu of them not read; %zu false, %zu true, %zu unknown; criteria: %zu of "
               "%zu by row\n",
               seen.rows, seen.errors, seen.truths[0], seen.truths[1], seen.truths[2], seen.by_row,
               seen.criteria);
    for (int truth = 0; truth < 3 && seen.rows > 1000 && !by_hand; truth++)
        ck_assert_uint_gt(seen.truths[truth], all / 20);
    memset(&seen, 0, sizeof seen);
}

/* ---- Rule sets ------------------------------------------------------------------------------- */

static nfh_ruleset *compile(const struct fuzz_text *rules, const char *story)
{
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    char message[1000];
    size_t needed;

    REQUIRE_OK(nfh_compiler_new(&compiler));
    if (nfh_compiler_compile(compiler, "drawn", rules->bytes, rules->length, &ruleset) != NFH_OK) {
        for (size_t i = 0; nfh_compiler_diagnostic_text(compiler, i, message, sizeof message,
                                                        &needed) != NFH_E_INDEX;
             i++)
            fputs(message, stderr);
        REQUIRE(false, "it must compile: %s", story);
    }
    nfh_compiler_free(compiler);
    return ruleset;
}

/* One rule set for a few shapes of its columns, for it takes longer than they. */
static void check_rules(unsigned seed)
{
    struct chance chance = chance_of(seed, 1);
    struct fuzz_text story = {0}, rules = {0};
    struct cohort cohort;

    rules_draw(&chance, &rules);
    fuzz_print(&story, "seed %u (NFH_COLUMN_ONLY=rules)\n%s", seed, rules.bytes);
    nfh_ruleset *ruleset = compile(&rules, story.bytes);
    cohort_start(&cohort, ruleset, story.bytes);
    for (int shape = 0; shape < 3; shape++) {
        cohort_shape(&chance, &cohort, draw_rows(&chance, 25));
        fill_of_rules(&chance, &cohort, 0);
        check_rows(&chance, &cohort);
    }
    finish(&cohort, ruleset);
    fuzz_free(&rules);
    fuzz_free(&story);
}

START_TEST(random_rules)
{
    for (unsigned i = 0; i < seeds("rules", 400); i++)
        check_rules(first_seed() + i);
    require_all_truths();
}
END_TEST

/* ---- The whole language ---------------------------------------------------------------------- */

static void check_language(unsigned seed)
{
    static struct fuzz_library library;
    struct chance chance = chance_of(seed, 2);
    struct fuzz_text story = {0}, rules = {0};
    struct cohort cohort;
    uint8_t bytes[300];

    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)chance_word(&chance);
    fuzz_draw(&(struct fuzz_bytes){bytes, sizeof bytes}, &library);
    fuzz_write(&library, FUZZ_PLAIN, NULL, &rules);
    fuzz_print(&story, "seed %u (NFH_COLUMN_ONLY=language)\n%s", seed, rules.bytes);
    nfh_ruleset *ruleset = compile(&rules, story.bytes);
    cohort_start(&cohort, ruleset, story.bytes);
    cohort_shape(&chance, &cohort, draw_rows(&chance, 25));
    fill_of_language(&chance, &cohort, 0);
    check_rows(&chance, &cohort);
    finish(&cohort, ruleset);
    fuzz_free(&rules);
    fuzz_free(&story);
}

START_TEST(whole_language)
{
    for (unsigned i = 0; i < seeds("language", 100); i++)
        check_language(first_seed() + i);
    require_all_truths();
}
END_TEST

/* ---- The trial ------------------------------------------------------------------------------- */

static struct test_table table;
static nfh_ruleset *trial;

static char *input(struct inputs *inputs, const char *name)
{
    return inputs->text[input_index(&table, name)];
}

/* A number of 8 places; to the letter, or one unit of the last place beside it. */
static void put_number(struct chance *chance, struct inputs *inputs, const char *name,
                       int64_t value)
{
    value += (int64_t)chance_below(chance, 3) - 1;
    snprintf(input(inputs, name), INPUT_SIZE, "%lld.%08lld", (long long)(value / 100000000),
             (long long)(value % 100000000));
}

/* Creatinine at a clearance of 50 mL/min: (140 - age) * weight / (0.818 * 50), women 0.85 of it. */
static void put_clearance(struct chance *chance, struct inputs *inputs)
{
    int age = 20 + (int)chance_below(chance, 46), weight = 40 + (int)chance_below(chance, 80);
    bool is_male = chance_one_in(chance, 2);

    strcpy(input(inputs, "screening_date"), "2025-08-31");
    snprintf(input(inputs, "birth_date"), INPUT_SIZE, "%d-08-31", 2025 - age);
    strcpy(input(inputs, "sex"), is_male ? "male" : "female");
    snprintf(input(inputs, "weight"), INPUT_SIZE, "%d", weight);
    put_number(chance, inputs, "creatinine",
               (140 - age) * weight * INT64_C(100000000) * (is_male ? 1000 : 850) / (818 * 50));
}

/* The heart rate at which QT / sqrt(60 / rate) is 450. */
static void put_qt(struct chance *chance, struct inputs *inputs)
{
    int64_t qt = 300 + chance_below(chance, 400);

    snprintf(input(inputs, "qt_interval"), INPUT_SIZE, "%d", (int)qt);
    put_number(chance, inputs, "heart_rate", 60 * INT64_C(202500) * 100000000 / (qt * qt));
}

/* 14 units a week: beer / 360 + wine / 150 + spirits / 45 * strength / 40. */
static void put_alcohol(struct chance *chance, struct inputs *inputs)
{
    int64_t wine = chance_below(chance, 1000), spirits = chance_below(chance, 200);
    int64_t strength = 20 + chance_below(chance, 40);

    snprintf(input(inputs, "wine_per_week"), INPUT_SIZE, "%d", (int)wine);
    snprintf(input(inputs, "spirits_per_week"), INPUT_SIZE, "%d", (int)spirits);
    snprintf(input(inputs, "spirits_strength"), INPUT_SIZE, "%d", (int)strength);
    put_number(chance, inputs, "beer_per_week",
               (14 * 1800 - 12 * wine - spirits * strength) * INT64_C(20000000));
}

static void put_multiple(struct chance *chance, struct inputs *inputs)
{
    static const char *const names[][2] = {
        {"ast", "ast_uln"}, {"alt", "alt_uln"}, {"creatinine", "creatinine_uln"}};
    unsigned pair = chance_below(chance, 3);
    int64_t limit = 3000 + chance_below(chance, 9000); /* of 2 places */

    snprintf(input(inputs, names[pair][1]), INPUT_SIZE, "%d.%02d", (int)limit / 100,
             (int)limit % 100);
    put_number(chance, inputs, names[pair][0], limit * (pair == 2 ? 1500000 : 2000000));
}

static void draw_subject(struct chance *chance, struct inputs *inputs)
{
    static void (*const puts[])(struct chance *, struct inputs *) = {put_clearance, put_qt,
                                                                     put_alcohol, put_multiple};
    struct random random = {chance_word(chance)};
    const struct draw draw = {.limit_in = 1 + chance_below(chance, 8),
                              .implausible_in = chance_one_in(chance, 4) ? 20 : 0};

    draw_inputs(&table, &random, draw, inputs);
    if (chance_one_in(chance, 3))
        puts[chance_below(chance, 4)](chance, inputs);
    forget_inputs(&table, &random, chance_below(chance, 20), inputs);
}

static void check_trial(unsigned seed)
{
    struct chance chance = chance_of(seed, 3);
    struct cell_style style[COHORT_PARAMETERS_MAX];
    size_t index[COHORT_PARAMETERS_MAX];
    struct fuzz_text story = {0};
    struct cohort cohort;
    struct column_cell cell;
    struct inputs inputs;

    fuzz_print(&story, "seed %u (NFH_COLUMN_ONLY=trial)\n", seed);
    cohort_start(&cohort, trial, story.bytes);
    cohort_shape(&chance, &cohort, draw_rows(&chance, 25));
    for (size_t p = 0; p < cohort.parameters; p++) {
        style[p] = style_draw(&chance);
        /* So that not everything is decided by what is missing. */
        if (style[p].unknown < 20)
            style[p].unknown *= 30;
        index[p] = input_index(&table, cohort.column[p].name);
    }
    for (size_t row = 0; row < cohort.rows; row++) {
        draw_subject(&chance, &inputs);
        for (size_t p = 0; p < cohort.parameters; p++) {
            cell_of_text(&chance, style[p], &cohort.column[p], inputs.text[index[p]], &cell);
            column_put(&chance, &cohort.column[p], row, &cell);
        }
    }
    check_rows(&chance, &cohort);
    finish(&cohort, NULL);
    fuzz_free(&story);
}

START_TEST(shipped_rules)
{
    table = inputs_table();
    REQUIRE_OK(nfh_ruleset_load("NCT07101562", &trial));
    for (unsigned i = 0; i < seeds("trial", 70); i++)
        check_trial(first_seed() + i);
    nfh_ruleset_free(trial);
    test_table_free(&table);
    require_all_truths();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("columns_random");
    TCase *tcase = tcase_create("columns_random");
    tcase_set_timeout(tcase, getenv("NFH_COLUMN_SEEDS") ? 0 : 120);
    tcase_add_test(tcase, random_rules);
    tcase_add_test(tcase, whole_language);
    tcase_add_test(tcase, shipped_rules);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
