/* SPDX-License-Identifier: MIT
 *
 * arrow.c - fuzz target: a cohort as Arrow structures, drawn from the bytes; one time in two
 * something is wrong with them.
 *
 * Properties: what is right gets what nfh_screen says of each row's texts. What is wrong is refused
 * with a message, or gets a result whose parts agree. The structures that go in stay as they are;
 * what comes out can be released.
 */
#include <string.h>

#include "arrow_draw.h"

static const char *const criteria[] = {"I1", "E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E9"};
#define CRITERIA (sizeof criteria / sizeof criteria[0])

static nfh_ruleset *compile(void)
{
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    REQUIRE_OK(nfh_compiler_new(&compiler));
    REQUIRE_OK(nfh_compiler_compile(compiler, "arrow", arrow_rules, strlen(arrow_rules), &ruleset));
    nfh_compiler_free(compiler);
    return ruleset;
}

/* ---- Results --------------------------------------------------------------------------------- */

static void check_result(const nfh_arrow *arrow, const struct ArrowSchema *schema,
                         const struct ArrowArray *result, const struct drawn *drawn)
{
    size_t count = 0, failed, row, parameter;
    const char *message;
    REQUIRE(result->length == drawn->table.array.length, "%lld", (long long)result->length);
    for (size_t i = 0; i < (size_t)result->length; i++) {
        const char *verdict = result_verdict(result, i);
        REQUIRE(strchr("eiu", verdict[0]), "%s", verdict);
        if (strcmp(verdict, "error") != 0)
            continue;
        count++;
        for (size_t j = 0; j < CRITERIA; j++)
            REQUIRE(result_truth(schema, result, criteria[j], i) == NFH_UNKNOWN, "%zu", i);
    }
    REQUIRE_OK(nfh_arrow_failed(arrow, &failed, &row, &parameter));
    REQUIRE(failed == count, "%zu and %zu rows in error", failed, count);
    REQUIRE_OK(nfh_arrow_error(arrow, &message));
    REQUIRE((*message == '\0') == (count == 0), "%s", message);
    REQUIRE(count == 0 || strcmp(result_verdict(result, row), "error") == 0, "row %zu", row);
}

static void check_array(const struct ArrowArray *array, int64_t end)
{
    REQUIRE(array && array->release, "it was released");
    REQUIRE(array->length >= 0 && array->length >= end, "%lld", (long long)array->length);
    REQUIRE(array->offset >= 0 && array->offset <= INT64_MAX - array->length, "an overflow");
    REQUIRE(array->null_count >= -1 && array->null_count <= array->length, "nulls");
    REQUIRE(array->n_buffers == 0 || array->buffers, "no buffers");
    REQUIRE(array->null_count <= 0 || array->n_buffers == 0 || array->buffers[0], "no validity");
}

/* What a structure must not be when there is a result. */
static void check_accepted(const struct built_table *table)
{
    const int64_t end = table->array.offset + table->array.length;
    check_array(&table->array, 0);
    REQUIRE(table->schema.release && table->schema.n_children == table->array.n_children,
            "children");
    for (int64_t i = 0; i < table->schema.n_children; i++) {
        const struct built_field *field = &table->field[i];
        REQUIRE(field->schema.release && field->schema.name, "field %d", (int)i);
        if (strcmp(field->schema.name, "subject_id") == 0)
            continue;
        check_array(table->children[i], end);
        REQUIRE(!field->schema.dictionary == !field->array.dictionary, "field %d", (int)i);
        REQUIRE(field->array.n_children == 0 && field->schema.n_children == 0, "field %d", (int)i);
        if (field->array.dictionary && table->array.length > 0)
            check_array(field->array.dictionary, 0);
    }
}

/* The row as a subject: false when it cannot be read. */
static bool fill(const struct drawn *drawn, size_t row, nfh_subject *subject)
{
    REQUIRE_OK(nfh_subject_clear(subject));
    for (size_t i = 0; i < drawn->field_count; i++) {
        const struct drawn_field *field = &drawn->field[i];
        if (field->is_code[row])
            return false;
        if (field->text[row] &&
            nfh_subject_set_text(subject, field->parameter, field->text[row]) != NFH_OK)
            return false;
    }
    return true;
}

static void check_rows(const nfh_ruleset *ruleset, const struct ArrowSchema *schema,
                       const struct ArrowArray *result, const struct drawn *drawn)
{
    static const char *const verdicts[] = {"", "eligible", "ineligible", "undetermined"};
    nfh_subject *subject;
    nfh_report *report;
    REQUIRE_OK(nfh_subject_new(ruleset, &subject));
    REQUIRE_OK(nfh_report_new(ruleset, &report));
    for (size_t row = 0; row < drawn->rows; row++) {
        int verdict, truth;
        if (!fill(drawn, row, subject)) {
            REQUIRE(strcmp(result_verdict(result, row), "error") == 0, "row %zu is read", row);
            continue;
        }
        REQUIRE_OK(nfh_screen(ruleset, subject, report));
        REQUIRE_OK(nfh_report_verdict(report, &verdict));
        REQUIRE(strcmp(result_verdict(result, row), verdicts[verdict]) == 0, "row %zu: %s and %s",
                row, result_verdict(result, row), verdicts[verdict]);
        for (size_t i = 0; i < CRITERIA; i++) {
            size_t index;
            REQUIRE_OK(nfh_ruleset_criterion_index(ruleset, criteria[i], &index));
            REQUIRE_OK(nfh_report_criterion(report, index, &truth));
            REQUIRE(result_truth(schema, result, criteria[i], row) == truth, "row %zu: %s is %d",
                    row, criteria[i], truth);
        }
    }
    nfh_report_free(report);
    nfh_subject_free(subject);
}

/* ---- Screening ------------------------------------------------------------------------------- */

static void check_refusal(const nfh_arrow *arrow, int status)
{
    const char *message;
    static const int refusals[] = {NFH_E_ARROW, NFH_E_NAME,  NFH_E_TYPE,
                                   NFH_E_UNIT,  NFH_E_LIMIT, NFH_E_MEMORY};
    bool is_known = false;
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++)
        is_known = is_known || status == refusals[i];
    REQUIRE(is_known, "%s", nfh_status_name(status));
    REQUIRE_OK(nfh_arrow_error(arrow, &message));
    REQUIRE(*message && fuzz_is_utf8(message, strlen(message), NULL), "%s",
            nfh_status_name(status));
    REQUIRE(fuzz_is_printable(message, ""), "%s", message);
}

static void check_cohort(const nfh_ruleset *ruleset, struct drawn *drawn, bool is_right)
{
    struct built_table before = drawn->table;
    struct ArrowSchema schema;
    struct ArrowArray result;
    nfh_arrow *arrow;
    built_releases = 0;
    REQUIRE_OK(nfh_arrow_new(ruleset, &arrow));
    REQUIRE_OK(nfh_arrow_schema(arrow, &schema));
    memset(&result, 0x5a, sizeof result);
    int status = nfh_arrow_bind(arrow, &drawn->table.schema, 0);
    if (status == NFH_OK) {
        status = nfh_arrow_screen(arrow, &drawn->table.array, &result);
        REQUIRE((status == NFH_OK) == (result.release != NULL), "%s", nfh_status_name(status));
    }
    REQUIRE(memcmp(&before, &drawn->table, sizeof before) == 0, "the structures were changed");
    REQUIRE(built_releases == 0, "%d structures were released", built_releases);
    if (is_right)
        REQUIRE_OK(status);
    if (status == NFH_OK) {
        check_accepted(&drawn->table);
        check_result(arrow, &schema, &result, drawn);
        if (is_right)
            check_rows(ruleset, &schema, &result, drawn);
        result.release(&result);
    } else {
        check_refusal(arrow, status);
    }
    nfh_arrow_free(arrow);
    schema.release(&schema);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static nfh_ruleset *ruleset; /* the same for all inputs, and immutable */
    struct chance chance = {data, size, size};
    struct drawn drawn;
    if (!ruleset)
        ruleset = compile();
    bool is_right = chance_one_in(&chance, 2);
    draw_cohort(&chance, &drawn);
    for (unsigned i = is_right ? 0 : 1 + chance_below(&chance, 3); i > 0; i--)
        spoil_cohort(&chance, &drawn);
    check_cohort(ruleset, &drawn, is_right);
    free_cohort(&drawn);
    return 0;
}
