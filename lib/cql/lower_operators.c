/* SPDX-License-Identifier: MIT
 *
 * lower_operators.c - what each operation of the operator table becomes.
 */
#include "cql/leaves.h"
#include "cql/regex.h"
#include "cql/run.h"

static uint32_t build(struct nfh_lowering *lowering, unsigned opcode, unsigned detail,
                      const struct nfh_ref *operand)
{
    return nfh_priv_build(lowering->builder, opcode, detail, operand[0].slot, operand[1].slot,
                          operand[2].slot);
}

static void report_pattern(struct nfh_lowering *lowering, const struct nfh_node *node,
                           const struct nfh_regex_error *error, const char *what)
{
    nfh_priv_report(lowering->compilation->diagnostics, lowering->source, node->place,
                    NFH_CODE_REGEX, "this is no %s: %s, at its byte %zu", what, error->message,
                    error->offset);
    lowering->failed = true;
}

/* A pattern that is a constant is compiled now, once for all: the instruction's detail says so. */
static struct nfh_ref lower_pattern(struct nfh_lowering *lowering, const struct nfh_node *node,
                                    const struct nfh_ref *operand)
{
    struct nfh_builder *builder = lowering->builder;
    const struct nfh_value *known = nfh_priv_build_known(builder, operand[1].slot);
    const struct nfh_value *by = nfh_priv_build_known(builder, operand[2].slot);
    struct nfh_value compiled = {.known = 1};
    struct nfh_regex_error error;
    const struct nfh_regex *regex;
    uint32_t pattern = operand[1].slot;
    unsigned detail = 0;

    if (known && known->known) {
        struct nfh_text text = {known->as.string.bytes, known->as.string.length};
        struct nfh_heap_mark mark = nfh_priv_heap_mark(&builder->heap);
        enum nfh_regex_status status = nfh_priv_regex_compile(text, &builder->heap, &regex, &error);
        if (status == NFH_REGEX_OK && by && by->known) {
            struct nfh_text replacement = {by->as.string.bytes, by->as.string.length};
            if (!nfh_priv_regex_check_replacement(regex, replacement, &error))
                report_pattern(lowering, node->child[2], &error, "replacement");
        }
        if (status == NFH_REGEX_WRONG)
            report_pattern(lowering, node->child[1], &error, "regular expression");
        if (status == NFH_REGEX_OK)
            compiled.as.string.bytes =
                (const char *)nfh_priv_regex_copy(regex, lowering->compilation->arena);
        nfh_priv_heap_release(&builder->heap, mark);
    }
    if (compiled.as.string.bytes) {
        pattern = nfh_priv_build_constant(builder, &compiled);
        detail = 1;
    }
    return nfh_priv_ref(node->type, nfh_priv_build(builder, node->operation->detail, detail,
                                                   operand[0].slot, pattern, operand[2].slot));
}

/* One instruction on the operands as they stand, but for Quantities, which carry their unit. */
static struct nfh_ref lower_opcode(struct nfh_lowering *lowering, const struct nfh_node *node,
                                   const struct nfh_ref *operand)
{
    struct nfh_ref first = operand[0];

    if (node->operation->detail == NFH_OP_MATCHES ||
        node->operation->detail == NFH_OP_REPLACE_MATCHES)
        return lower_pattern(lowering, node, operand);
    if (first.type == NFH_TYPE_QUANTITY)
        first.slot = nfh_priv_with_unit(lowering, &first);
    return nfh_priv_lower_exact(
        lowering,
        nfh_priv_ref(node->type, nfh_priv_build(lowering->builder, node->operation->detail, 0,
                                                first.slot, operand[1].slot, operand[2].slot)),
        operand, node->count);
}

/* --- comparisons
 * --------------------------------------------------------------------------------------- */

static uint32_t lower_between(struct nfh_lowering *lowering, const struct nfh_ref *operand,
                              enum nfh_order relation)
{
    bool is_proper = relation == NFH_ORDER_LESS;
    uint32_t low = nfh_priv_lower_compare(lowering, relation, operand[1], operand[0], 0);
    uint32_t high = nfh_priv_lower_compare(lowering, relation, operand[0], operand[2], 0);

    nfh_priv_note_leaf(lowering, low,
                       is_proper ? NFH_RELATION_GREATER : NFH_RELATION_GREATER_OR_EQUAL,
                       &operand[0], &operand[1]);
    nfh_priv_note_leaf(lowering, high, is_proper ? NFH_RELATION_LESS : NFH_RELATION_LESS_OR_EQUAL,
                       &operand[0], &operand[2]);
    return nfh_priv_build(lowering->builder, NFH_OP_AND, 0, low, high, 0);
}

static uint32_t compare(struct nfh_lowering *lowering, const struct nfh_node *node,
                        enum nfh_order relation, struct nfh_ref a, struct nfh_ref b)
{
    return nfh_priv_lower_compare(lowering, relation, a, b, node->precision);
}

/* *found: the operation is one that gives a Boolean. */
static uint32_t lower_comparison(struct nfh_lowering *lowering, const struct nfh_node *node,
                                 const struct nfh_ref *operand, bool *found)
{
    struct nfh_ref a = operand[0], b = operand[1];

    *found = true;
    switch (node->operation->operation) {
    case NFH_DO_EQUAL:
        return compare(lowering, node, NFH_ORDER_EQUAL, a, b);
    case NFH_DO_NOT_EQUAL:
        return nfh_priv_lower_not(lowering,
                                  nfh_priv_lower_compare(lowering, NFH_ORDER_EQUAL, a, b, 0));
    case NFH_DO_EQUIVALENT:
        return nfh_priv_lower_equivalent(lowering, a, b);
    case NFH_DO_NOT_EQUIVALENT:
        return nfh_priv_lower_not(lowering, nfh_priv_lower_equivalent(lowering, a, b));
    case NFH_DO_LESS:
        return compare(lowering, node, NFH_ORDER_LESS, a, b);
    case NFH_DO_LESS_OR_EQUAL:
        return compare(lowering, node, NFH_ORDER_LESS_OR_EQUAL, a, b);
    case NFH_DO_GREATER:
        return compare(lowering, node, NFH_ORDER_LESS, b, a);
    case NFH_DO_GREATER_OR_EQUAL:
        return compare(lowering, node, NFH_ORDER_LESS_OR_EQUAL, b, a);
    case NFH_DO_BETWEEN:
        return lower_between(lowering, operand, NFH_ORDER_LESS_OR_EQUAL);
    case NFH_DO_PROPER_BETWEEN:
        return lower_between(lowering, operand, NFH_ORDER_LESS);
    case NFH_DO_IS_NULL:
        return nfh_priv_lower_is_null(lowering, &a);
    case NFH_DO_IMPLIES:
        return nfh_priv_build(lowering->builder, NFH_OP_OR, 0, nfh_priv_lower_not(lowering, a.slot),
                              b.slot, 0);
    case NFH_DO_IN:
        return nfh_priv_lower_contains(lowering, &b, a, node->precision);
    case NFH_DO_CONTAINS:
        return nfh_priv_lower_contains(lowering, &a, b, node->precision);
    case NFH_DO_PROPER_IN:
        return nfh_priv_lower_proper_contains(lowering, &b, a, node->precision);
    case NFH_DO_PROPER_CONTAINS:
        return nfh_priv_lower_proper_contains(lowering, &a, b, node->precision);
    case NFH_DO_CONVERTS:
        return nfh_priv_lower_converts(lowering, a, node->operation->detail);
    default:
        *found = false;
        return NFH_SLOT_NULL;
    }
}

/* --- time
 * ----------------------------------------------------------------------------------------------
 */

static uint32_t today(struct nfh_lowering *lowering)
{
    return nfh_priv_build(lowering->builder, NFH_OP_DATE_FROM, 0, nfh_priv_lower_now(lowering).slot,
                          0, 0);
}

/* CalculateAgeIn…(birth), and …At(birth, when): without a time, now. */
static struct nfh_ref lower_age(struct nfh_lowering *lowering, const struct nfh_node *node,
                                const struct nfh_ref *operand)
{
    struct nfh_ref when = operand[1];

    if (node->count == 1)
        when = operand[0].type == NFH_TYPE_DATE ? nfh_priv_ref(NFH_TYPE_DATE, today(lowering))
                                                : nfh_priv_lower_now(lowering);
    return nfh_priv_lower_span(lowering, false, node->operation->detail, &operand[0], &when);
}

static struct nfh_ref lower_time(struct nfh_lowering *lowering, const struct nfh_node *node,
                                 const struct nfh_ref *operand)
{
    bool difference = node->operation->detail == 1;
    struct nfh_ref start, end;

    switch (node->operation->operation) {
    case NFH_DO_ADD_DATE:
    case NFH_DO_SUBTRACT_DATE:
        return nfh_priv_lower_add_date(lowering, operand[0], operand[1],
                                       node->operation->operation == NFH_DO_SUBTRACT_DATE);
    case NFH_DO_AGE:
        return lower_age(lowering, node, operand);
    case NFH_DO_SPAN:
        return nfh_priv_lower_span(lowering, difference, node->precision, &operand[0], &operand[1]);
    case NFH_DO_SPAN_OF:
        start = nfh_priv_interval_start(lowering, &operand[0]);
        end = nfh_priv_interval_end(lowering, &operand[0]);
        return nfh_priv_lower_span(lowering, difference, node->precision, &start, &end);
    case NFH_DO_COMPONENT:
        return nfh_priv_lower_component(lowering, node, operand[0]);
    case NFH_DO_NOW:
        return nfh_priv_lower_now(lowering);
    case NFH_DO_TODAY:
        return nfh_priv_ref(NFH_TYPE_DATE, today(lowering));
    case NFH_DO_TIME_OF_DAY:
        return nfh_priv_ref(NFH_TYPE_TIME, nfh_priv_build(lowering->builder, NFH_OP_TIME_FROM, 0,
                                                          nfh_priv_lower_now(lowering).slot, 0, 0));
    default:
        return nfh_priv_lower_exact(lowering,
                                    nfh_priv_lower_constructor(
                                        lowering, node->operation->operation, operand, node->count),
                                    operand, node->count);
    }
}

/* --- all
 * -----------------------------------------------------------------------------------------------
 */

static struct nfh_ref lower_value(struct nfh_lowering *lowering, const struct nfh_node *node,
                                  const struct nfh_ref *operand)
{
    switch (node->operation->operation) {
    case NFH_DO_IDENTITY:
        return operand[0];
    case NFH_DO_JOIN:
        return nfh_priv_ref(NFH_TYPE_STRING, build(lowering, NFH_OP_JOIN, 0, operand));
    case NFH_DO_CONVERT:
        return nfh_priv_lower_to(lowering, operand[0], node->type);
    case NFH_DO_CONVERT_QUANTITY:
        return nfh_priv_lower_with_unit_text(lowering, NFH_OP_CONVERT_QUANTITY, operand[0],
                                             operand[1]);
    case NFH_DO_MESSAGE:
        return nfh_priv_lower_message(lowering, node, operand);
    case NFH_DO_NEGATE:
        return nfh_priv_lower_negate(lowering, operand[0]);
    case NFH_DO_ABS:
        return nfh_priv_lower_abs(lowering, operand[0]);
    case NFH_DO_EXP:
        return nfh_priv_lower_exponential(lowering, &operand[0], NFH_OP_EXP_DECIMAL);
    case NFH_DO_LN:
        return nfh_priv_lower_exponential(lowering, &operand[0], NFH_OP_LN_DECIMAL);
    case NFH_DO_ROUND:
        return nfh_priv_lower_round(lowering, node, operand);
    case NFH_DO_BOUNDARY:
        return nfh_priv_lower_boundary(lowering, node, operand);
    case NFH_DO_PRECISION:
        return nfh_priv_lower_precision(lowering, &operand[0]);
    case NFH_DO_SUCCESSOR:
    case NFH_DO_PREDECESSOR:
        return nfh_priv_lower_next(lowering, operand[0],
                                   node->operation->operation == NFH_DO_SUCCESSOR);
    case NFH_DO_START:
        return nfh_priv_interval_start(lowering, &operand[0]);
    case NFH_DO_END:
        return nfh_priv_interval_end(lowering, &operand[0]);
    case NFH_DO_WIDTH:
        return nfh_priv_lower_width(lowering, node, &operand[0]);
    case NFH_DO_POINT_FROM:
        return nfh_priv_lower_point_from(lowering, &operand[0]);
    case NFH_DO_INTERVAL_UNION:
    case NFH_DO_INTERVAL_INTERSECT:
    case NFH_DO_INTERVAL_EXCEPT:
        return nfh_priv_lower_interval_set(lowering, node->operation->operation, &operand[0],
                                           &operand[1]);
    case NFH_DO_ADD:
    case NFH_DO_SUBTRACT:
    case NFH_DO_MULTIPLY:
    case NFH_DO_DIVIDE:
    case NFH_DO_TRUNCATED_DIVIDE:
    case NFH_DO_MODULO:
        return nfh_priv_lower_arithmetic(lowering, node, operand);
    default:
        return lower_time(lowering, node, operand);
    }
}

/* What a reason says of an operation that gives a Boolean; 0: it is made of others, or logic. */
static int relation_of(const struct nfh_node *node, const struct nfh_ref *operand)
{
    bool is_plain =
        !nfh_priv_has_members(operand[0].type) && !nfh_priv_is_interval(operand[0].type);

    if (node->precision != 0)
        is_plain = false;
    switch (node->operation->operation) {
    case NFH_DO_EQUAL:
        return is_plain ? NFH_RELATION_EQUAL : NFH_RELATION_IS;
    case NFH_DO_NOT_EQUAL:
        return is_plain ? NFH_RELATION_NOT_EQUAL : NFH_RELATION_IS;
    case NFH_DO_EQUIVALENT:
        return is_plain ? NFH_RELATION_SIMILAR : NFH_RELATION_IS;
    case NFH_DO_NOT_EQUIVALENT:
        return is_plain ? NFH_RELATION_NOT_SIMILAR : NFH_RELATION_IS;
    case NFH_DO_LESS:
        return is_plain ? NFH_RELATION_LESS : NFH_RELATION_IS;
    case NFH_DO_LESS_OR_EQUAL:
        return is_plain ? NFH_RELATION_LESS_OR_EQUAL : NFH_RELATION_IS;
    case NFH_DO_GREATER:
        return is_plain ? NFH_RELATION_GREATER : NFH_RELATION_IS;
    case NFH_DO_GREATER_OR_EQUAL:
        return is_plain ? NFH_RELATION_GREATER_OR_EQUAL : NFH_RELATION_IS;
    case NFH_DO_IS_NULL:
        return is_plain ? NFH_RELATION_MISSING : NFH_RELATION_IS;
    case NFH_DO_IN:
    case NFH_DO_CONTAINS:
        return node->precision == 0 ? NFH_RELATION_IN : NFH_RELATION_IS;
    case NFH_DO_PROPER_IN:
    case NFH_DO_PROPER_CONTAINS:
    case NFH_DO_CONVERTS:
        return NFH_RELATION_IS;
    default:
        return 0;
    }
}

static void note_relation(struct nfh_lowering *lowering, const struct nfh_node *node,
                          const struct nfh_ref *operand, uint32_t slot)
{
    int relation = relation_of(node, operand);
    bool is_turned = node->operation->operation == NFH_DO_CONTAINS ||
                     node->operation->operation == NFH_DO_PROPER_CONTAINS;
    const struct nfh_ref *a = &operand[is_turned], *b = &operand[!is_turned];

    if (relation != 0)
        nfh_priv_note_leaf(lowering, slot, relation, a, node->count > 1 ? b : NULL);
}

/* Instructions that a reason looks through. */
static bool is_logic(unsigned opcode)
{
    return opcode <= NFH_OP_IS_UNKNOWN;
}

static bool is_interval_relation(unsigned operation)
{
    return operation >= NFH_DO_INTERVAL_AFTER && operation <= NFH_DO_INTERVAL_STARTS &&
           operation != NFH_DO_INTERVAL_EXCEPT && operation != NFH_DO_INTERVAL_INTERSECT;
}

struct nfh_ref nfh_priv_lower_operator(struct nfh_lowering *lowering, const struct nfh_node *node,
                                       const struct nfh_ref *operand)
{
    unsigned operation = node->operation->operation;
    bool is_comparison;
    uint32_t slot;

    if (operation == NFH_DO_OPCODE) {
        struct nfh_ref result = lower_opcode(lowering, node, operand);
        if (result.type == NFH_TYPE_BOOLEAN && !is_logic(node->operation->detail))
            nfh_priv_note_leaf(lowering, result.slot, NFH_RELATION_IS, &operand[0],
                               node->count > 1 ? &operand[1] : NULL);
        return result;
    }
    if (is_interval_relation(operation)) {
        slot = nfh_priv_lower_interval_relation(lowering, operation, &operand[0], &operand[1],
                                                node->precision);
        nfh_priv_note_leaf(lowering, slot, NFH_RELATION_IS, &operand[0], &operand[1]);
        return nfh_priv_ref(NFH_TYPE_BOOLEAN, slot);
    }
    slot = lower_comparison(lowering, node, operand, &is_comparison);
    if (is_comparison) {
        note_relation(lowering, node, operand, slot);
        return nfh_priv_ref(NFH_TYPE_BOOLEAN, slot);
    }
    return lower_value(lowering, node, operand);
}
