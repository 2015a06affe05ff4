/* SPDX-License-Identifier: MIT
 *
 * explain.c - the leaves that decided a criterion, found by walking the program backwards from it
 * through the logic between.
 */
#include "screen/explain.h"

#include <string.h>

#include "cql/native.h"

#define NFH_TEXTS_SIZE (NFH_LEAVES_MAX * NFH_LEAF_TEXT_MAX) /* of all leaves of a reason, 38 KB */
#define PENDING_MAX    1024 /* slots that wait to be looked at; chains of 500 operands take 500 */

#define FOUND_MAX 8 /* tests for null that are put off */

struct walk {
    nfh_report *report;
    uint32_t test[FOUND_MAX]; /* tests for null that have found a value */
    size_t test_count;
    struct nfh_explanation *found;
    uint32_t visit;
    size_t pending_count;
    uint32_t pending[PENDING_MAX];
};

int nfh_priv_truth_of(uint8_t bits)
{
    if (bits & NFH_TRUTH_ERROR)
        return NFH_UNKNOWN;
    if (bits & NFH_TRUTH_TRUE)
        return NFH_TRUE;
    return bits & NFH_TRUTH_FALSE ? NFH_FALSE : NFH_UNKNOWN;
}

static int truth_at(const struct walk *walk, uint32_t slot)
{
    return nfh_priv_truth_of(walk->report->frame.slot[slot].truth);
}

static bool is_constant(const struct walk *walk, uint32_t slot)
{
    const struct nfh_program *program = walk->report->ruleset->program;
    return slot >= program->input_slots && slot < nfh_priv_first_result(program);
}

static void add_leaf(struct walk *walk, uint32_t slot, uint32_t part)
{
    struct nfh_explanation *found = walk->found;
    if (found->count == NFH_LEAVES_MAX) {
        found->more = true;
        return;
    }
    found->leaf[found->count].slot = slot;
    found->leaf[found->count].part = part;
    found->count++;
}

/* A slot to look at, once. Constants say nothing. */
static void push(struct walk *walk, uint32_t slot)
{
    if (is_constant(walk, slot) || walk->report->visited[slot] == walk->visit)
        return;
    walk->report->visited[slot] = walk->visit;
    if (walk->pending_count == PENDING_MAX)
        walk->found->more = true;
    else
        walk->pending[walk->pending_count++] = slot;
}

/* The second first, so that the first is looked at first. */
static void push_both(struct walk *walk, const struct nfh_instruction *in)
{
    push(walk, in->operand[1]);
    push(walk, in->operand[0]);
}

/* Of an `and` that is false what is false, of an `or` that is true what is true: `deciding`. Of one
 * that is unknown what is neither. */
static void push_deciding(struct walk *walk, const struct nfh_instruction *in, int truth,
                          int deciding)
{
    for (int i = 1; i >= 0; i--) {
        int operand = truth_at(walk, in->operand[i]);
        if (truth == NFH_UNKNOWN ? operand == NFH_UNKNOWN : truth != deciding || operand == truth)
            push(walk, in->operand[i]);
    }
}

static void push_unknown(struct walk *walk, const struct nfh_instruction *in)
{
    for (int i = 1; i >= 0; i--)
        if (truth_at(walk, in->operand[i]) == NFH_UNKNOWN)
            push(walk, in->operand[i]);
}

/* The test for null that a condition is, through its negations, if it has found a value; else
 * NFH_SLOT_NONE. */
static uint32_t find_test(const struct walk *walk, uint32_t slot)
{
    const struct nfh_instruction *in = nfh_priv_slot_origin(walk->report, slot);
    while (in && in->opcode == NFH_OP_NOT) {
        slot = in->operand[0];
        in = nfh_priv_slot_origin(walk->report, slot);
    }
    if (!in || (in->opcode != NFH_OP_IS_NULL && in->opcode != NFH_OP_IS_UNKNOWN) ||
        nfh_priv_slot_is_unknown(walk->report, in->operand[0]))
        return NFH_SLOT_NONE;
    return slot;
}

/* Of `if x is null then … else x > 5` the comparison says that x is there. */
static void push_choice(struct walk *walk, const struct nfh_instruction *in)
{
    uint32_t condition = in->operand[0];
    uint32_t chosen = in->operand[truth_at(walk, condition) == NFH_TRUE ? 1 : 2];
    uint32_t test = find_test(walk, condition);
    push(walk, chosen);
    if (test == NFH_SLOT_NONE || is_constant(walk, chosen) || walk->test_count == FOUND_MAX)
        push(walk, condition);
    else
        walk->test[walk->test_count++] = test;
}

/* Whether a leaf speaks of the value in a slot. */
static bool is_spoken_of(const struct walk *walk, uint32_t slot)
{
    struct nfh_leaf_view view;
    const struct nfh_label *label;
    uint32_t source = nfh_priv_see_through(walk->report, slot, &label);
    for (size_t i = 0; i < walk->found->count; i++) {
        nfh_priv_view_leaf(walk->report, &walk->found->leaf[i], &view);
        const struct nfh_term *terms[] = {&view.a, &view.b};
        for (size_t k = 0; k < 2; k++)
            if (terms[k]->type != NFH_TYPE_NONE &&
                ((label && terms[k]->label == label) || terms[k]->slot == source))
                return true;
    }
    return false;
}

/* What was put off, where no leaf has made it plain. */
static void add_tests(struct walk *walk)
{
    for (size_t i = 0; i < walk->test_count; i++) {
        const struct nfh_instruction *in = nfh_priv_slot_origin(walk->report, walk->test[i]);
        if (!is_spoken_of(walk, in->operand[0]))
            add_leaf(walk, walk->test[i], 0);
    }
}

static void add_native(struct walk *walk, uint32_t slot)
{
    uint32_t part[NFH_NATIVE_LEAVES];
    uint32_t flag = NFH_SLOT_NONE;
    size_t count = nfh_priv_native_leaves(walk->report, slot, part, &flag);
    for (size_t i = 0; i < count; i++)
        add_leaf(walk, slot, part[i]);
    if (flag != NFH_SLOT_NONE)
        push(walk, flag);
}

/* A Boolean that no note is on: logic is looked through, the rest are leaves. */
static void step_instruction(struct walk *walk, uint32_t slot, const struct nfh_instruction *in)
{
    int truth = truth_at(walk, slot);
    switch (in->opcode) {
    case NFH_OP_AND:
        push_deciding(walk, in, truth, NFH_FALSE);
        break;
    case NFH_OP_OR:
        push_deciding(walk, in, truth, NFH_TRUE);
        break;
    case NFH_OP_XOR:
    case NFH_OP_EQUAL_BOOLEAN:
        if (truth == NFH_UNKNOWN)
            push_unknown(walk, in);
        else
            push_both(walk, in);
        break;
    case NFH_OP_NOT:
    case NFH_OP_IS_TRUE:
    case NFH_OP_IS_FALSE:
    case NFH_OP_IS_UNKNOWN:
        push(walk, in->operand[0]);
        break;
    case NFH_OP_SELECT_BOOLEAN:
        push_choice(walk, in);
        break;
    case NFH_OP_COALESCE_BOOLEAN:
        if (nfh_priv_slot_is_unknown(walk->report, in->operand[0]))
            push(walk, in->operand[1]);
        push(walk, in->operand[0]);
        break;
    case NFH_OP_NATIVE_TRUTH:
        add_native(walk, slot);
        break;
    default:
        add_leaf(walk, slot, 0);
        break;
    }
}

/* `a != b` is the opposite of `a = b`: where the rule set has both, one is enough. */
static void add_noted(struct walk *walk, uint32_t slot, const struct nfh_instruction *in)
{
    if (in->opcode == NFH_OP_NOT) {
        if (walk->report->visited[in->operand[0]] == walk->visit)
            return;
        walk->report->visited[in->operand[0]] = walk->visit;
    }
    add_leaf(walk, slot, 0);
}

static void step(struct walk *walk, uint32_t slot)
{
    const struct nfh_program *program = walk->report->ruleset->program;
    const struct nfh_instruction *in = nfh_priv_slot_origin(walk->report, slot);
    /* An error is a leaf where it arises. */
    bool raises = in && (in->opcode == NFH_OP_RAISE_BOOLEAN || in->opcode == NFH_OP_NATIVE_TRUTH);
    if (raises && walk->report->frame.slot[slot].error)
        add_leaf(walk, slot, 0);
    else if (!in)
        add_leaf(walk, slot, 0);
    else if (program->leaf_at[slot - nfh_priv_first_result(program)] != 0)
        add_noted(walk, slot, in);
    else if (in->opcode == NFH_OP_RAISE_BOOLEAN)
        push(walk, in->operand[0]);
    else
        step_instruction(walk, slot, in);
}

/* Fills report->explanation, unless it holds this criterion already. */
static void explain(nfh_report *report, size_t criterion)
{
    struct nfh_explanation *found = &report->explanation;
    struct walk walk;
    uint32_t slot = report->ruleset->criterion[criterion].slot;
    if ((report->has & NFH_HAS_REASON) && found->criterion == criterion)
        return;
    walk.report = report;
    walk.found = found;
    walk.pending_count = 0;
    walk.test_count = 0;
    if (++found->visit == 0) {
        memset(report->visited, 0,
               nfh_priv_slot_count(report->ruleset->program) * sizeof *report->visited);
        found->visit = 1;
    }
    walk.visit = found->visit;
    found->criterion = criterion;
    found->count = 0;
    found->more = false;
    push(&walk, slot);
    while (walk.pending_count > 0)
        step(&walk, walk.pending[--walk.pending_count]);
    add_tests(&walk);
    if (found->count == 0)
        add_leaf(&walk, slot, 0);
    report->has = (uint8_t)((report->has & NFH_HAS_WHOLE) | NFH_HAS_REASON);
}

/* The texts of a leaf. */
static void render(nfh_report *report, size_t leaf)
{
    struct nfh_explanation *found = &report->explanation;
    struct nfh_leaf_view view;
    size_t at = 0;
    if ((report->has & NFH_HAS_LEAF) && found->rendered == leaf)
        return;
    nfh_priv_view_leaf(report, &found->leaf[leaf], &view);
    found->truth = view.truth;
    found->relation = nfh_priv_relation_that_holds(view.relation, view.truth);
    for (int part = NFH_LEAF_TEXT; part <= NFH_LEAF_LIMIT_FORMULA; part++) {
        size_t room = part == NFH_LEAF_TEXT
                          ? NFH_LEAF_TEXT_MAX
                          : (NFH_LEAF_PARTS_SIZE - NFH_LEAF_TEXT_MAX) / (NFH_LEAF_PARTS - 1);
        struct nfh_writer writer = nfh_priv_writer(found->text + at, room);
        size_t needed;
        nfh_priv_write_leaf_part(&writer, report, &view, part);
        nfh_priv_writer_end(&writer, &needed);
        found->part[part - 1] = writer.length > 0 ? found->text + at : NULL;
        at += strlen(found->text + at) + 1;
    }
    found->rendered = leaf;
    report->has |= NFH_HAS_LEAF;
}

/* What most leaves are: an input that is true or false, or not known for no said reason. The same
 * text as that of explain_text.c, without the way there. 0: it is something else. */
static size_t put_flag(const nfh_report *report, uint32_t slot, char *text)
{
    static const struct {
        char text[11];
        uint8_t length;
    } words[] = {[NFH_TRUTH_NULL] = {" not known", 10},
                 [NFH_TRUTH_TRUE] = {" true", 5},
                 [NFH_TRUTH_FALSE] = {" false", 6}};
    const struct nfh_program *program = report->ruleset->program;
    const struct nfh_value *value = &report->frame.slot[slot];
    uint32_t index = slot < program->input_slots ? program->label_at[slot] : 0;
    if (index == 0 || value->note || value->truth > NFH_TRUTH_FALSE)
        return 0;
    const struct nfh_label *label = &program->label[index - 1];
    if (label->length > NFH_LABEL_MAX)
        return 0;
    memcpy(text, label->text, label->length);
    memcpy(text + label->length, words[value->truth].text, sizeof words[value->truth].text);
    return label->length + words[value->truth].length;
}

/* Writes a leaf's text behind those that are in the buffer already, with an end; its length. */
static size_t put_leaf(const nfh_report *report, const struct nfh_found_leaf *found, char *text)
{
    struct nfh_writer writer = nfh_priv_writer(text, NFH_LEAF_TEXT_MAX);
    struct nfh_leaf_view view;
    size_t needed = put_flag(report, found->slot, text);
    if (needed > 0)
        return needed;
    nfh_priv_view_leaf(report, found, &view);
    nfh_priv_write_leaf(&writer, report, &view);
    return nfh_priv_writer_end(&writer, &needed) == NFH_OK ? writer.length : strlen(text);
}

/* Drops leaves that read as one before them: `not (a > 5) and a <= 5`, an age asked for twice that
 * is not known. The others' texts are handed over in turn (NULL: to nobody). */
static void unify(nfh_report *report, void (*take)(struct nfh_writer *, const char *, size_t),
                  struct nfh_writer *writer)
{
    struct nfh_explanation *found = &report->explanation;
    char text[NFH_TEXTS_SIZE];
    size_t start[NFH_LEAVES_MAX + 1], count = 0;
    bool is_unique = report->has & NFH_HAS_UNIQUE;
    start[0] = 0;
    for (size_t i = 0; i < found->count; i++) {
        char *at = text + start[count];
        size_t length = put_leaf(report, &found->leaf[i], at), same = 0;
        while (!is_unique && same < count &&
               (start[same + 1] - start[same] != length ||
                memcmp(text + start[same], at, length) != 0))
            same++;
        if (!is_unique && same < count)
            continue;
        if (take && count > 0)
            take(writer, "; ", 2);
        if (take)
            take(writer, at, length);
        found->leaf[count] = found->leaf[i];
        start[count + 1] = start[count] + length;
        count++;
    }
    found->count = count;
    report->has |= NFH_HAS_UNIQUE;
}

void nfh_priv_write_reason(struct nfh_writer *writer, nfh_report *report, size_t criterion,
                           void (*write)(struct nfh_writer *writer, const char *text,
                                         size_t length))
{
    const struct nfh_criterion *about = &report->ruleset->criterion[criterion];
    if (about->because && nfh_priv_report_truth(report, about) == NFH_TRUE) {
        write(writer, about->because, strlen(about->because));
        write(writer, ": ", 2);
    }
    unify(report, write, writer);
    if (report->explanation.more)
        write(writer, "; \xe2\x80\xa6", 5);
}

/* ---- Public ---------------------------------------------------------------------------------- */

static int check_criterion(nfh_report *report, size_t criterion)
{
    if (!report)
        return NFH_E_NULL;
    if (!report->screened)
        return NFH_E_STATE;
    if (criterion >= report->ruleset->criterion_count)
        return NFH_E_INDEX;
    explain(report, criterion);
    return NFH_OK;
}

static int check_leaf(nfh_report *report, size_t criterion, size_t leaf)
{
    int status = check_criterion(report, criterion);
    if (status != NFH_OK)
        return status;
    if (!(report->has & NFH_HAS_UNIQUE))
        unify(report, NULL, NULL);
    if (leaf >= report->explanation.count)
        return NFH_E_INDEX;
    render(report, leaf);
    return NFH_OK;
}

int nfh_report_reason(nfh_report *report, size_t criterion, char *buffer, size_t size,
                      size_t *needed)
{
    if (needed)
        *needed = 0;
    if (buffer && size > 0)
        buffer[0] = '\0';
    if (!needed || (!buffer && size > 0))
        return NFH_E_NULL;
    int status = check_criterion(report, criterion);
    if (status != NFH_OK)
        return status;
    struct nfh_writer writer = nfh_priv_writer(buffer, size);
    nfh_priv_write_reason(&writer, report, criterion, nfh_priv_write_bytes);
    return nfh_priv_writer_end(&writer, needed);
}

int nfh_report_leaf_count(nfh_report *report, size_t criterion, size_t *count)
{
    if (!count)
        return NFH_E_NULL;
    *count = 0;
    int status = check_criterion(report, criterion);
    if (status != NFH_OK)
        return status;
    if (!(report->has & NFH_HAS_UNIQUE))
        unify(report, NULL, NULL);
    *count = report->explanation.count;
    return status;
}

int nfh_report_leaf(nfh_report *report, size_t criterion, size_t leaf, int *truth, int *relation)
{
    int status = check_leaf(report, criterion, leaf);
    if (truth)
        *truth = status == NFH_OK ? report->explanation.truth : NFH_UNKNOWN;
    if (relation)
        *relation = status == NFH_OK ? report->explanation.relation : 0;
    return status;
}

int nfh_report_leaf_text(nfh_report *report, size_t criterion, size_t leaf, int part,
                         const char **text)
{
    if (!text)
        return NFH_E_NULL;
    *text = NULL;
    int status = check_leaf(report, criterion, leaf);
    if (status != NFH_OK)
        return status;
    if (part < NFH_LEAF_TEXT || part > NFH_LEAF_LIMIT_FORMULA)
        return NFH_E_RANGE;
    *text = report->explanation.part[part - 1];
    return NFH_OK;
}
