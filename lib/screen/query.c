/* SPDX-License-Identifier: MIT
 *
 * query.c - data queries: what a data manager should look at. First those of inputs, then those of
 * criteria, then the rule set's own messages, each in the rule set's order.
 */
#include "screen/handles.h"
#include "screen/writer.h"

struct query {
    int kind;
    size_t parameter; /* SIZE_MAX: none */
    size_t criterion; /* SIZE_MAX: none */
    const struct nfh_message_point *message;
};

/* The queries of a report one after another, until the one of the index that is sought. */
struct search {
    const nfh_report *report;
    size_t index, count;
    struct query *query;
};

/* Counts a query; true: it is the one. */
static bool found(struct search *search, struct query query)
{
    if (search->count++ != search->index)
        return false;
    *search->query = query;
    return true;
}

static bool find_of_inputs(struct search *search)
{
    static const struct {
        uint8_t note;
        int kind;
    } notes[] = {{NFH_NOTE_IMPLAUSIBLE, NFH_QUERY_IMPLAUSIBLE},
                 {NFH_NOTE_CONVERTED, NFH_QUERY_CONVERTED}};
    const struct nfh_program *program = search->report->ruleset->program;
    for (size_t i = 0; i < program->input_count; i++) {
        uint32_t slot = program->input[i].ref.slot;
        uint8_t note = slot < program->input_slots ? search->report->frame.slot[slot].note : 0;
        for (size_t k = 0; note != 0 && k < sizeof notes / sizeof notes[0]; k++) {
            if ((note & notes[k].note) &&
                found(search, (struct query){notes[k].kind, i, SIZE_MAX, NULL}))
                return true;
        }
    }
    return false;
}

static bool find_of_criteria(struct search *search)
{
    const nfh_ruleset *ruleset = search->report->ruleset;
    for (size_t i = 0; i < ruleset->criterion_count; i++) {
        const struct nfh_criterion *criterion = &ruleset->criterion[i];
        int kind = 0;
        if (nfh_priv_report_error(search->report, criterion->output) != NFH_RUN_OK)
            kind = NFH_QUERY_EVALUATION;
        else if (criterion->category == NFH_CATEGORY_CHECK &&
                 nfh_priv_report_truth(search->report, criterion) == NFH_TRUE)
            kind = NFH_QUERY_CONTRADICTION;
        if (kind && found(search, (struct query){kind, SIZE_MAX, i, NULL}))
            return true;
    }
    return false;
}

static bool find_of_messages(struct search *search)
{
    const struct nfh_program *program = search->report->ruleset->program;
    const struct nfh_value *slot = search->report->frame.slot;
    for (size_t i = 0; i < program->screen_messages; i++) {
        const struct nfh_message_point *message = &program->message[i];
        if ((slot[message->condition].truth & NFH_TRUTH_TRUE) &&
            found(search, (struct query){NFH_QUERY_MESSAGE, SIZE_MAX, SIZE_MAX, message}))
            return true;
    }
    return false;
}

/* Finds the query of that index; returns how many there are when there is none of that index. */
static size_t find_query(const nfh_report *report, size_t index, struct query *query)
{
    struct search search = {report, index, 0, query};
    if (!find_of_inputs(&search) && !find_of_criteria(&search))
        find_of_messages(&search);
    return search.count;
}

/* ---- Texts ----------------------------------------------------------------------------------- */

void nfh_priv_write_sign(struct nfh_writer *writer, const struct nfh_value *value)
{
    int kind = nfh_priv_missing_kind(value);
    if (kind != NFH_MISSING_BELOW && kind != NFH_MISSING_ABOVE)
        return;
    nfh_priv_write(writer, kind == NFH_MISSING_BELOW ? "<" : ">");
    nfh_priv_write(writer, value->note & NFH_NOTE_OR_EQUAL ? "=" : "");
}

/* A number of an input, as it counts there: with its unit, or as a date. */
static void write_amount(struct nfh_writer *writer, const struct nfh_input *input,
                         nfh_decimal amount, const struct nfh_unit *unit)
{
    if (input->type == NFH_TYPE_DATE) {
        nfh_priv_write_date(writer, (nfh_date)amount);
        return;
    }
    nfh_priv_write_decimal(writer, amount);
    if (unit) {
        nfh_priv_write(writer, " ");
        nfh_priv_write(writer, unit->text);
    }
}

/* The value in an input's slot as a number, as write_amount wants it. */
static nfh_decimal amount_of(const struct nfh_input *input, const struct nfh_value *value)
{
    switch (input->type) {
    case NFH_TYPE_INTEGER:
    case NFH_TYPE_LONG:
        return nfh_priv_decimal_from_integer(value->as.integer);
    case NFH_TYPE_DATE:
        return (nfh_decimal)value->as.date;
    default:
        return value->as.decimal;
    }
}

void nfh_priv_write_input(struct nfh_writer *writer, const struct nfh_input *input,
                          const struct nfh_value *value)
{
    nfh_priv_write_sign(writer, value);
    write_amount(writer, input, amount_of(input, value), input->unit ? input->unit : value->unit);
}

/* `creatinine: 8000 umol/L is not within 5 to 5000 umol/L and counts as missing` */
static void write_implausible(struct nfh_writer *writer, const struct nfh_input *input,
                              const struct nfh_value *value)
{
    const struct nfh_unit *unit = input->unit ? input->unit : value->unit;
    nfh_priv_write(writer, input->name);
    nfh_priv_write(writer, ": ");
    nfh_priv_write_sign(writer, value);
    write_amount(writer, input, amount_of(input, value), unit);
    if (input->has_min && input->has_max) {
        nfh_priv_write(writer, " is not within ");
        write_amount(writer, input, input->min, NULL);
        nfh_priv_write(writer, " to ");
        write_amount(writer, input, input->max, unit);
    } else if (input->has_min) {
        nfh_priv_write(writer, input->type == NFH_TYPE_DATE ? " is before " : " is below ");
        write_amount(writer, input, input->min, unit);
    } else {
        nfh_priv_write(writer, input->type == NFH_TYPE_DATE ? " is after " : " is above ");
        write_amount(writer, input, input->max, unit);
    }
    nfh_priv_write(writer, " and counts as missing");
}

static const struct nfh_side *find_side(const nfh_report *report, size_t parameter)
{
    size_t at = 0;
    while (report->ruleset->kept[at] != parameter)
        at++;
    return &report->side[at];
}

/* `creatinine: 1.2 mg/dL was converted to 106.08 umol/L (1 mg/dL = 88.4 umol/L)` */
static void write_converted(struct nfh_writer *writer, const struct nfh_input *input,
                            const struct nfh_value *value, const struct nfh_side *side)
{
    nfh_priv_write(writer, input->name);
    nfh_priv_write(writer, ": ");
    nfh_priv_write_sign(writer, value);
    write_amount(writer, input, side->given, &side->unit);
    nfh_priv_write(writer, " was converted to ");
    nfh_priv_write_sign(writer, value);
    write_amount(writer, input, value->as.decimal, input->unit);
    nfh_priv_write(writer, " (1 ");
    nfh_priv_write(writer, side->accepted->from.text);
    nfh_priv_write(writer, " = ");
    write_amount(writer, input, side->accepted->factor, input->unit);
    nfh_priv_write(writer, ")");
}

/* `CHECK01: Born after the screening visit` */
static void write_contradiction(struct nfh_writer *writer, const struct nfh_criterion *criterion)
{
    const char *text = nfh_priv_tag(criterion->output->tags, "short");
    nfh_priv_write(writer, criterion->id);
    nfh_priv_write(writer, ": ");
    nfh_priv_write(writer, text ? text : criterion->name);
}

/* `EXCL02: cannot be evaluated and counts as unknown: …` */
static void write_evaluation(struct nfh_writer *writer, const nfh_report *report,
                             const struct nfh_criterion *criterion)
{
    nfh_priv_write(writer, criterion->id);
    nfh_priv_write(writer, ": cannot be evaluated and counts as unknown: ");
    nfh_priv_write(writer,
                   nfh_priv_run_error_text(nfh_priv_report_error(report, criterion->output)));
}

/* A text of a message, or nothing where it is null. */
static bool write_slot(struct nfh_writer *writer, const nfh_report *report, uint32_t slot,
                       const char *before)
{
    const struct nfh_value *value = &report->frame.slot[slot];
    if (!value->known)
        return false;
    nfh_priv_write(writer, before);
    nfh_priv_write_bytes(writer, value->as.string.bytes, value->as.string.length);
    return true;
}

/* `Warning 200: the text`, as much of it as there is */
static void write_message(struct nfh_writer *writer, const nfh_report *report,
                          const struct nfh_message_point *message)
{
    bool any = write_slot(writer, report, message->severity, "");
    any = write_slot(writer, report, message->code, any ? " " : "") || any;
    any = write_slot(writer, report, message->text, any ? ": " : "") || any;
    if (!any)
        nfh_priv_write(writer, "a message without words");
}

static void write_text(nfh_report *report, const struct query *query)
{
    const struct nfh_program *program = report->ruleset->program;
    struct nfh_writer writer = nfh_priv_writer(report->query, sizeof report->query);
    size_t needed;
    if (query->message) {
        write_message(&writer, report, query->message);
    } else if (query->parameter != SIZE_MAX) {
        const struct nfh_input *input = &program->input[query->parameter];
        const struct nfh_value *value = &report->frame.slot[input->ref.slot];
        if (query->kind == NFH_QUERY_IMPLAUSIBLE)
            write_implausible(&writer, input, value);
        else
            write_converted(&writer, input, value, find_side(report, query->parameter));
    } else if (query->kind == NFH_QUERY_CONTRADICTION) {
        write_contradiction(&writer, &report->ruleset->criterion[query->criterion]);
    } else {
        write_evaluation(&writer, report, &report->ruleset->criterion[query->criterion]);
    }
    nfh_priv_writer_end(&writer, &needed);
}

/* ---- Public ---------------------------------------------------------------------------------- */

int nfh_report_query_count(const nfh_report *report, size_t *count)
{
    struct query query;
    if (!count)
        return NFH_E_NULL;
    *count = 0;
    if (!report)
        return NFH_E_NULL;
    if (!report->screened)
        return NFH_E_STATE;
    *count = find_query(report, SIZE_MAX, &query);
    return NFH_OK;
}

int nfh_report_query(nfh_report *report, size_t index, int *kind, size_t *parameter,
                     size_t *criterion, const char **text)
{
    struct query query = {0, SIZE_MAX, SIZE_MAX, NULL};
    int status = NFH_OK;
    if (!report)
        status = NFH_E_NULL;
    else if (!report->screened)
        status = NFH_E_STATE;
    else if (index == SIZE_MAX || find_query(report, index, &query) <= index)
        status = NFH_E_INDEX;
    if (status == NFH_OK)
        write_text(report, &query);
    if (kind)
        *kind = query.kind;
    if (parameter)
        *parameter = query.parameter;
    if (criterion)
        *criterion = query.criterion;
    if (text)
        *text = status == NFH_OK ? report->query : NULL;
    return status;
}
