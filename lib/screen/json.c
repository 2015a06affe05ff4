/* SPDX-License-Identifier: MIT
 *
 * json.c - a report as one line of JSON (RFC 8259).
 */
#include <string.h>

#include "cql/utf8.h"
#include "screen/handles.h"
#include "screen/json.h"
#include "screen/writer.h"

static void write_escape(struct nfh_writer *writer, uint32_t point)
{
    static const char digits[] = "0123456789abcdef";
    char text[] = "\\u0000";
    text[4] = digits[point >> 4 & 15];
    text[5] = digits[point & 15];
    switch (point) {
    case '"':
        nfh_priv_write(writer, "\\\"");
        break;
    case '\\':
        nfh_priv_write(writer, "\\\\");
        break;
    case '\n':
        nfh_priv_write(writer, "\\n");
        break;
    case '\r':
        nfh_priv_write(writer, "\\r");
        break;
    case '\t':
        nfh_priv_write(writer, "\\t");
        break;
    default:
        nfh_priv_write(writer, text);
        break;
    }
}

void nfh_priv_json_text(struct nfh_writer *writer, const char *text, size_t length)
{
    size_t at = 0, plain = 0; /* what lies from `plain` to `at` goes as it is */
    while (at < length) {
        unsigned char byte = (unsigned char)text[at];
        if (byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\') {
            at++;
            continue;
        }
        uint32_t point;
        size_t size = nfh_priv_utf8_read(text + at, length - at, &point);
        if (size > 1) {
            at += size;
            continue;
        }
        nfh_priv_write_bytes(writer, text + plain, at - plain);
        if (size == 0)
            nfh_priv_write(writer, "\xef\xbf\xbd");
        else
            write_escape(writer, point);
        plain = ++at;
    }
    nfh_priv_write_bytes(writer, text + plain, at - plain);
}

static void write_string(struct nfh_writer *writer, const char *text)
{
    nfh_priv_write(writer, "\"");
    nfh_priv_json_text(writer, text, strlen(text));
    nfh_priv_write(writer, "\"");
}

/* `,"name":"value"` */
static void write_member(struct nfh_writer *writer, const char *before, const char *name,
                         const char *value)
{
    nfh_priv_write(writer, before);
    write_string(writer, name);
    nfh_priv_write(writer, ":");
    if (value)
        write_string(writer, value);
    else
        nfh_priv_write(writer, "null");
}

void nfh_priv_json_member(struct nfh_writer *writer, const char *before, const char *name,
                          const char *value)
{
    write_member(writer, before, name, value);
}

static const char *verdict_word(int verdict)
{
    switch (verdict) {
    case NFH_VERDICT_ELIGIBLE:
        return "eligible";
    case NFH_VERDICT_INELIGIBLE:
        return "ineligible";
    default:
        return "undetermined";
    }
}

static const char *category_word(int category)
{
    switch (category) {
    case NFH_CATEGORY_INCLUSION:
        return "inclusion";
    case NFH_CATEGORY_EXCLUSION:
        return "exclusion";
    default:
        return "check";
    }
}

static const char *truth_word(int truth)
{
    switch (truth) {
    case NFH_TRUE:
        return "true";
    case NFH_FALSE:
        return "false";
    default:
        return "unknown";
    }
}

static const char *query_word(int kind)
{
    switch (kind) {
    case NFH_QUERY_IMPLAUSIBLE:
        return "implausible";
    case NFH_QUERY_CONTRADICTION:
        return "contradiction";
    case NFH_QUERY_EVALUATION:
        return "evaluation";
    case NFH_QUERY_MESSAGE:
        return "message";
    default:
        return "converted";
    }
}

/* `,"name":[…]`: the parameters that report->relevant names. */
static void write_relevant(struct nfh_writer *writer, const char *name, const nfh_report *report)
{
    const struct nfh_program *program = report->ruleset->program;
    const char *before = "";
    nfh_priv_write(writer, ",");
    write_string(writer, name);
    nfh_priv_write(writer, ":[");
    for (size_t i = 0; i < program->input_count; i++) {
        if (!nfh_priv_report_is_relevant(report, i))
            continue;
        nfh_priv_write(writer, before);
        write_string(writer, program->input[i].name);
        before = ",";
    }
    nfh_priv_write(writer, "]");
}

static void write_criteria(struct nfh_writer *writer, nfh_report *report)
{
    nfh_priv_write(writer, ",\"criteria\":[");
    for (size_t i = 0; i < report->ruleset->criterion_count; i++) {
        const struct nfh_criterion *criterion = &report->ruleset->criterion[i];
        nfh_priv_write(writer, i > 0 ? "," : "");
        write_member(writer, "{", "id", criterion->id);
        write_member(writer, ",", "category", category_word(criterion->category));
        write_member(writer, ",", "status", truth_word(nfh_priv_report_truth(report, criterion)));
        nfh_priv_report_relevant(report, criterion);
        write_relevant(writer, "missing", report);
        nfh_priv_json_reason(writer, report, i);
        nfh_priv_write(writer, "}");
    }
    nfh_priv_write(writer, "]");
}

const char *nfh_priv_missing_word(int kind)
{
    static const char *const words[] = {
        [NFH_MISSING_NOT_DONE] = "not done",   [NFH_MISSING_REFUSED] = "refused",
        [NFH_MISSING_NOT_APPLICABLE] = "not applicable", [NFH_MISSING_UNKNOWN] = "unknown",
        [NFH_MISSING_BELOW] = "below",         [NFH_MISSING_ABOVE] = "above"};
    return words[kind];
}

/* `,"kinds":[…]`: why inputs are not known, where that was said. */
static void write_kinds(struct nfh_writer *writer, nfh_report *report)
{
    const struct nfh_program *program = report->ruleset->program;
    char text[NFH_DECIMAL_TEXT + NFH_UNIT_TEXT + 8];
    const char *before = "{";
    nfh_priv_write(writer, ",\"kinds\":[");
    for (size_t i = 0; i < program->input_count; i++) {
        const struct nfh_input *input = &program->input[i];
        if (input->ref.slot >= program->input_slots)
            continue;
        const struct nfh_value *value = &report->frame.slot[input->ref.slot];
        int kind = nfh_priv_missing_kind(value);
        if (kind == 0)
            continue;
        struct nfh_writer limit = nfh_priv_writer(text, sizeof text);
        nfh_priv_write_input(&limit, input, value);
        write_member(writer, before, "parameter", input->name);
        write_member(writer, ",", "kind", nfh_priv_missing_word(kind));
        write_member(writer, ",", "value", kind >= NFH_MISSING_BELOW ? text : NULL);
        nfh_priv_write(writer, "}");
        before = ",{";
    }
    nfh_priv_write(writer, "]");
}

static void write_queries(struct nfh_writer *writer, nfh_report *report)
{
    const nfh_ruleset *ruleset = report->ruleset;
    int kind;
    size_t parameter, criterion;
    const char *text;
    nfh_priv_write(writer, ",\"queries\":[");
    for (size_t i = 0; nfh_report_query(report, i, &kind, &parameter, &criterion, &text) == NFH_OK;
         i++) {
        nfh_priv_write(writer, i > 0 ? "," : "");
        write_member(writer, "{", "code", query_word(kind));
        write_member(writer, ",", "parameter",
                     parameter != SIZE_MAX ? ruleset->program->input[parameter].name : NULL);
        write_member(writer, ",", "criterion",
                     criterion != SIZE_MAX ? ruleset->criterion[criterion].id : NULL);
        write_member(writer, ",", "text", text);
        nfh_priv_write(writer, "}");
    }
    nfh_priv_write(writer, "]");
}

int nfh_report_json(nfh_report *report, char *buffer, size_t size, size_t *needed)
{
    if (needed)
        *needed = 0;
    if (buffer && size > 0)
        buffer[0] = '\0';
    if (!report || !needed || (!buffer && size > 0))
        return NFH_E_NULL;
    if (!report->screened)
        return NFH_E_STATE;
    size_t next;
    int status = nfh_report_next_input(report, &next);
    if (status != NFH_OK)
        return status;
    struct nfh_writer writer = nfh_priv_writer(buffer, size);
    write_member(&writer, "{", "subject_id", nfh_priv_buffer_text(&report->id));
    write_member(&writer, ",", "verdict", verdict_word(report->verdict));
    nfh_priv_write(&writer, ",\"ruleset\":");
    write_member(&writer, "{", "name", report->ruleset->program->name);
    write_member(&writer, ",", "version", report->ruleset->program->version);
    write_member(&writer, ",", "digest", report->ruleset->digest);
    write_member(&writer, "},", "library", nfh_version());
    write_criteria(&writer, report);
    nfh_priv_report_relevant(report, NULL);
    write_relevant(&writer, "missing", report);
    write_member(&writer, ",", "next",
                 next != SIZE_MAX ? report->ruleset->program->input[next].name : NULL);
    nfh_priv_report_defaulted(report);
    write_relevant(&writer, "defaults", report);
    write_kinds(&writer, report);
    write_queries(&writer, report);
    nfh_priv_write(&writer, "}");
    return nfh_priv_writer_end(&writer, needed);
}
