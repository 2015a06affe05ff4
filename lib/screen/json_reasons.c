/* SPDX-License-Identifier: MIT
 *
 * json_reasons.c - the reason of a criterion and its leaves, as members of its JSON object.
 */
#include "screen/explain.h"
#include "screen/json.h"

static const char *relation_word(int relation)
{
    static const char words[][8] = {
        [NFH_RELATION_EQUAL] = "=",    [NFH_RELATION_NOT_EQUAL] = "!=",
        [NFH_RELATION_LESS] = "<",     [NFH_RELATION_LESS_OR_EQUAL] = "<=",
        [NFH_RELATION_GREATER] = ">",  [NFH_RELATION_GREATER_OR_EQUAL] = ">=",
        [NFH_RELATION_SIMILAR] = "~",  [NFH_RELATION_NOT_SIMILAR] = "!~",
        [NFH_RELATION_IN] = "in",      [NFH_RELATION_NOT_IN] = "not in",
        [NFH_RELATION_IS] = "is",      [NFH_RELATION_MISSING] = "missing",
        [NFH_RELATION_KNOWN] = "known"};
    return words[relation];
}

static void write_leaf(struct nfh_writer *writer, nfh_report *report, size_t criterion, size_t leaf)
{
    static const struct {
        char name[14];
        int part;
    } parts[] = {{"label", NFH_LEAF_LABEL},
                 {"value", NFH_LEAF_VALUE},
                 {"unit", NFH_LEAF_UNIT},
                 {"formula", NFH_LEAF_FORMULA},
                 {"limit_label", NFH_LEAF_LIMIT_LABEL},
                 {"limit", NFH_LEAF_LIMIT},
                 {"limit_unit", NFH_LEAF_LIMIT_UNIT},
                 {"limit_formula", NFH_LEAF_LIMIT_FORMULA}};
    const char *text;
    int truth, relation;
    nfh_report_leaf(report, criterion, leaf, &truth, &relation);
    nfh_report_leaf_text(report, criterion, leaf, NFH_LEAF_TEXT, &text);
    nfh_priv_json_member(writer, "{", "text", text);
    nfh_priv_json_member(writer, ",", "truth",
                         truth == NFH_TRUE    ? "true"
                         : truth == NFH_FALSE ? "false"
                                              : "unknown");
    nfh_priv_json_member(writer, ",", "relation", relation_word(relation));
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        nfh_report_leaf_text(report, criterion, leaf, parts[i].part, &text);
        nfh_priv_json_member(writer, ",", parts[i].name, text);
    }
    nfh_priv_write(writer, "}");
}

void nfh_priv_json_reason(struct nfh_writer *writer, nfh_report *report, size_t criterion)
{
    size_t count;
    nfh_report_leaf_count(report, criterion, &count);
    nfh_priv_write(writer, ",\"reason\":\"");
    nfh_priv_write_reason(writer, report, criterion, nfh_priv_json_text);
    nfh_priv_write(writer, "\",\"leaves\":[");
    for (size_t i = 0; i < count; i++) {
        nfh_priv_write(writer, i > 0 ? "," : "");
        write_leaf(writer, report, criterion, i);
    }
    nfh_priv_write(writer, "]");
}
