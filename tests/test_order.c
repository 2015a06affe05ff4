/* SPDX-License-Identifier: MIT
 *
 * test_order.c - what the criteria need is evaluated in an order of its own: every slot is as when
 * it is evaluated in the order of the program, whatever is missing, in error or known within
 * limits.
 */
#include "rule_text.h"
#include "screen/handles.h"
#include "subjects.h"
#include "support.h"

/* Once more in the order of the program, from what the screening was given. */
static void check_slots(const nfh_ruleset *ruleset, const nfh_report *report)
{
    const struct nfh_program *program = ruleset->program;
    size_t first = nfh_priv_first_result(program), count = first + program->screen_count;
    struct nfh_value *slot = calloc(nfh_priv_slot_count(program), sizeof *slot);
    struct nfh_heap heap;
    struct nfh_frame frame = {slot, report->frame.derived, &heap, report->frame.zone};
    nfh_priv_heap_start(&heap, &report->memory);
    memcpy(slot, report->frame.slot, count * sizeof *slot);
    nfh_priv_evaluate(program, &frame, 0, program->screen_count);
    for (size_t i = first; i < count; i++) {
        struct nfh_value ours = report->frame.slot[i], expected = slot[i];
        if (nfh_priv_opcode_is_text(program->code[i - first].opcode) && ours.known) {
            ck_assert_uint_eq(ours.as.string.length, expected.as.string.length);
            ck_assert_mem_eq(ours.as.string.bytes, expected.as.string.bytes, ours.as.string.length);
            ours.as.string.bytes = expected.as.string.bytes; /* each has its heap */
        }
        if (memcmp(&ours, &expected, sizeof ours) != 0) /* an assertion each would take longer */
            ck_abort_msg("slot %zu, instruction %u", i, program->code[i - first].opcode);
    }
    nfh_priv_heap_free(&heap);
    free(slot);
}

/* Every instruction once, and after those that it needs. */
static void check_order(const nfh_ruleset *ruleset)
{
    const struct nfh_program *program = ruleset->program;
    size_t first = nfh_priv_first_result(program), turns = 0;
    bool *done = calloc(nfh_priv_slot_count(program), sizeof *done);
    for (size_t i = 0; i < first; i++)
        done[i] = true;
    for (; turns < program->screen_count; turns++) {
        size_t slot = program->turn[turns].result / sizeof(struct nfh_value);
        const struct nfh_instruction *in = &program->code[slot - first];
        int count = nfh_priv_opcode_operands(in->opcode);
        const uint32_t *operand = count < 0 ? program->pool + in->operand[0] : in->operand;
        for (int i = 0; i < (count < 0 ? (int)in->operand[1] : count); i++)
            ck_assert_msg(done[operand[i]], "slot %zu before its operand %d", slot, i);
        ck_assert_msg(!done[slot], "slot %zu twice", slot);
        done[slot] = true;
    }
    ck_assert_ptr_eq(program->batch[program->batch_count - 1].end, program->turn + turns);
    free(done);
}

/* Of the numbers some are limits; of the dates some are partial, or at the end of the calendar,
 * where the month after is an error. */
static void make_unusual(const nfh_ruleset *ruleset, const struct test_table *table,
                         struct random *random, struct inputs *inputs)
{
    for (size_t i = 0; i < table->rows; i++) {
        char *text = inputs->text[i], limit[INPUT_SIZE + 2];
        size_t parameter;
        int type;
        if (text[0] == '\0' || random_below(random, 10) != 0)
            continue;
        ASSERT_STATUS(nfh_ruleset_parameter_index(ruleset, test_cell(table, i, "name"), &parameter),
                      NFH_OK);
        ASSERT_STATUS(nfh_ruleset_parameter_type(ruleset, parameter, &type), NFH_OK);
        if (type == NFH_TYPE_QUANTITY) {
            snprintf(limit, sizeof limit, "%s%s", random_below(random, 2) ? "<" : ">=", text);
            ck_assert_uint_lt(strlen(limit), INPUT_SIZE);
            strcpy(text, limit);
        } else if (type == NFH_TYPE_DATE && random_below(random, 4) == 0) {
            strcpy(text, "9999-12");
        }
    }
}

START_TEST(test_trial)
{
    struct test_table table = inputs_table();
    struct random random = {(uint64_t)_i};
    struct draw draw = {3, 50};
    struct inputs inputs;
    nfh_ruleset *ruleset;
    nfh_subject *subject;
    nfh_report *report;
    ASSERT_STATUS(nfh_ruleset_load("NCT07101562", &ruleset), NFH_OK);
    ASSERT_STATUS(nfh_subject_new(ruleset, &subject), NFH_OK);
    ASSERT_STATUS(nfh_report_new(ruleset, &report), NFH_OK);
    check_order(ruleset);
    for (int i = 0; i < 500; i++) {
        draw_inputs(&table, &random, draw, &inputs);
        forget_inputs(&table, &random, (unsigned)_i * 2, &inputs);
        blur_dates(&table, &random, 8, &inputs);
        make_unusual(ruleset, &table, &random, &inputs);
        ASSERT_STATUS(nfh_subject_clear(subject), NFH_OK);
        set_inputs(&table, &inputs, subject);
        ASSERT_STATUS(nfh_screen(ruleset, subject, report), NFH_OK);
        check_slots(ruleset, report);
    }
    nfh_report_free(report);
    nfh_subject_free(subject);
    nfh_ruleset_free(ruleset);
    test_table_free(&table);
}
END_TEST

/* Texts between others, an error that those after it need, and precisions. */
static const char mixed[] =
    "library Mixed\n"
    "parameter a String\n"
    "parameter d Date\n"
    "parameter n Integer\n"
    "parameter x Decimal\n"
    "/* @id: A\n@category: inclusion\n@short: s */\n"
    "define A: Upper(a & 'x') = 'BX' or d + 1 year > @2020-01-01 or n <= 4\n"
    "/* @id: B\n@category: exclusion\n@short: s */\n"
    "define B: not (d before month of @2020-05-17 and x * 2.0 < 1.0) or Lower(a) = 'b'\n"
    "/* @id: C\n@category: exclusion\n@short: s */\n"
    "define C: (d + 1 year + 2 months >= @9999-01 and n <= 5) is not true\n"
    "  or Length(Upper(a) & Lower(a)) > n or Coalesce(d, @2020-05-17) < d + 1 year\n"
    "/* @id: D\n@category: check\n@short: s */\n"
    "define D: (if n <= 2 then A else C) and StartsWith(Lower(a & a), 'bb') and d > @2020\n";

START_TEST(test_mixed)
{
    static const char *const texts[] = {"", "b", "xyz"};
    static const char *const dates[] = {"", "2020-05-03", "2020-05", "9999-06-01", "9998"};
    static const char *const numbers[] = {"", "1", "3", "<4", ">=5"};
    nfh_ruleset *ruleset = rules_from(mixed);
    nfh_subject *subject;
    nfh_report *report;
    ASSERT_STATUS(nfh_subject_new(ruleset, &subject), NFH_OK);
    ASSERT_STATUS(nfh_report_new(ruleset, &report), NFH_OK);
    check_order(ruleset);
    for (size_t i = 0; i < 3 * 5 * 5 * 5; i++) {
        ASSERT_STATUS(nfh_subject_set_text_at(subject, 0, texts[i % 3]), NFH_OK);
        ASSERT_STATUS(nfh_subject_set_text_at(subject, 1, dates[i / 3 % 5]), NFH_OK);
        ASSERT_STATUS(nfh_subject_set_text_at(subject, 2, numbers[i / 15 % 5]), NFH_OK);
        ASSERT_STATUS(nfh_subject_set_text_at(subject, 3, numbers[i / 75]), NFH_OK);
        ASSERT_STATUS(nfh_screen(ruleset, subject, report), NFH_OK);
        check_slots(ruleset, report);
    }
    nfh_report_free(report);
    nfh_subject_free(subject);
    nfh_ruleset_free(ruleset);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("order");
    TCase *tcase = tcase_create("order");
    tcase_add_loop_test(tcase, test_trial, 0, 4);
    tcase_add_test(tcase, test_mixed);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
