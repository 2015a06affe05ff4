/* SPDX-License-Identifier: MIT
 *
 * lint_unknown_text.c - what is told of an unknown that becomes a decision.
 */
#include <stdio.h>

#include "cql/lint.h"

int nfh_priv_lint_unknown_code(const struct nfh_lint_note *note)
{
    switch (note->kind) {
    case NFH_LINT_IN_LIST:
        return NFH_CODE_WARN_IN_LIST;
    case NFH_LINT_BOUNDARY:
        return NFH_CODE_WARN_BOUNDARY;
    case NFH_LINT_TEST:
        return NFH_CODE_WARN_TEST;
    case NFH_LINT_FALLBACK:
        return NFH_CODE_WARN_FALLBACK;
    case NFH_LINT_CONDITION:
        return NFH_CODE_WARN_CONDITION;
    case NFH_LINT_EQUIVALENCE:
        return NFH_CODE_WARN_EQUIVALENCE;
    default:
        return 0;
    }
}

/* The boundary, the condition; else the operator. */
struct nfh_place nfh_priv_lint_unknown_place(const struct nfh_lint_note *note)
{
    return note->kind == NFH_LINT_BOUNDARY || note->kind == NFH_LINT_CONDITION
               ? note->node->child[note->child]->place
               : note->node->mark;
}

#define REASON_SIZE 140
/* Why the construct meets an unknown. */
static const char *reason_of(const struct nfh_linting *linting, uint32_t root,
                             char buffer[REASON_SIZE])
{
    const struct nfh_instruction *in = nfh_priv_build_origin(linting->builder, root);
    const struct nfh_program *program = linting->program;

    for (size_t i = 0; i < program->input_count; i++)
        if (program->input[i].ref.slot == root) {
            snprintf(buffer, REASON_SIZE, "where '%.100s' is missing", program->input[i].name);
            return buffer;
        }
    switch (in ? in->opcode : NFH_OP_AND) {
    case NFH_OP_EQUAL_DATE:
    case NFH_OP_EQUAL_DATETIME:
    case NFH_OP_LESS_DATETIME:
    case NFH_OP_LESS_OR_EQUAL_DATETIME:
    case NFH_OP_DATETIME_DURATION:
    case NFH_OP_DATETIME_DIFFERENCE:
    case NFH_OP_DATETIME_COMPONENT:
    case NFH_OP_LESS_DATE:
    case NFH_OP_LESS_OR_EQUAL_DATE:
    case NFH_OP_DURATION:
    case NFH_OP_DIFFERENCE:
    case NFH_OP_DATE_COMPONENT:
        return "where a date is known in part only";
    case NFH_OP_EQUAL_QUANTITY:
    case NFH_OP_LESS_QUANTITY:
    case NFH_OP_LESS_OR_EQUAL_QUANTITY:
        return "where two units do not fit";
    case NFH_OP_DIVIDE_DECIMAL:
    case NFH_OP_DIVIDE_QUANTITY:
    case NFH_OP_TRUNCATED_DIVIDE_INTEGER:
    case NFH_OP_TRUNCATED_DIVIDE_DECIMAL:
    case NFH_OP_MODULO_INTEGER:
    case NFH_OP_MODULO_DECIMAL:
        return "where a divisor is 0";
    default:
        return "where something is missing";
    }
}

/* The operator as the author wrote it. */
static const char *written(const struct nfh_lint_note *note, int *length)
{
    *length = note->node->mark.length > 20 ? 20 : (int)note->node->mark.length;
    return note->source->text + note->node->mark.offset;
}

static void report_boundary(struct nfh_linting *linting, const struct nfh_lint_note *note,
                            const char *reason)
{
    bool high = note->child == 1;

    nfh_priv_lint_report(linting, note->source, nfh_priv_lint_unknown_place(note),
                         NFH_CODE_WARN_BOUNDARY,
                         "%s%sthe interval has no %s: a closed boundary that is null is none, and "
                         "anything %s lies inside; compare with '%s' instead",
                         reason, *reason ? ", " : "", high ? "end" : "start",
                         high ? "after its start" : "before its end", high ? "<=" : ">=");
}

/* Of `if`, `when` and `~`. */
static void report_operator(struct nfh_linting *linting, const struct nfh_lint_note *note,
                            const char *reason)
{
    struct nfh_place place = nfh_priv_lint_unknown_place(note);
    int length;
    const char *text = written(note, &length);

    if (note->kind == NFH_LINT_CONDITION)
        nfh_priv_lint_report(
            linting, note->source, place, NFH_CODE_WARN_CONDITION,
            "%s, this condition is null, which counts as false, and %s; test for null first",
            reason,
            note->node->kind == NFH_NODE_IF ? "'else' decides" : "the rest of the 'case' decides");
    else if (note->kind == NFH_LINT_TEST)
        nfh_priv_lint_report(linting, note->source, place, NFH_CODE_WARN_TEST,
                             "%s, '%.*s' is not null, and decides; leave it out, or test for null",
                             reason, length, text);
    else
        nfh_priv_lint_report(linting, note->source, place, NFH_CODE_WARN_EQUIVALENCE,
                             "%s, '%.*s' is not null, and decides; compare with '%s'", reason,
                             length, text, *text == '!' ? "!=" : "=");
}

void nfh_priv_lint_report_unknown(struct nfh_linting *linting, const struct nfh_lint_note *note,
                                  uint32_t root)
{
    struct nfh_place place = nfh_priv_lint_unknown_place(note);
    char buffer[REASON_SIZE];
    const char *reason = root == NFH_SLOT_NULL ? "" : reason_of(linting, root, buffer);

    if (note->kind == NFH_LINT_BOUNDARY)
        report_boundary(linting, note, reason);
    else if (note->kind == NFH_LINT_FALLBACK)
        nfh_priv_lint_report(linting, note->source, place, NFH_CODE_WARN_FALLBACK,
                             "%s, Coalesce puts a truth in its place that nobody knows, and that "
                             "decides; leave it out",
                             reason);
    else if (note->kind != NFH_LINT_IN_LIST)
        report_operator(linting, note, reason);
    else if (root == NFH_SLOT_NULL)
        nfh_priv_lint_report(linting, note->source, place, NFH_CODE_WARN_IN_LIST,
                             "a null is in no list: this is false, not null");
    else
        nfh_priv_lint_report(linting, note->source, place, NFH_CODE_WARN_IN_LIST,
                             "%s, this is false, not null, and decides%s", reason,
                             note->child == 0 ? "; write 'if x is null then null else x in { ... }'"
                                              : ": a null in the list is passed over");
}
