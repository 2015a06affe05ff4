/* SPDX-License-Identifier: MIT
 *
 * syntax_dump.c - syntax trees as s-expressions, for tests.
 */
#include "syntax_dump.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct output {
    char *buffer;
    size_t size, length;
};

__attribute__((format(printf, 2, 3))) static void put(struct output *o, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    size_t left = o->length < o->size ? o->size - o->length : 0;
    int written = vsnprintf(left ? o->buffer + o->length : NULL, left, format, arguments);
    va_end(arguments);
    o->length += (size_t)written;
}

static const char *const precisions[] = {"",      ":year",   ":month",  ":week",       ":day",
                                         ":hour", ":minute", ":second", ":millisecond"};

static const char *const relations[] = {"?",
                                        "same",
                                        "same-or-before",
                                        "same-or-after",
                                        "before",
                                        "after",
                                        "includes",
                                        "during",
                                        "within",
                                        "meets",
                                        "meets-before",
                                        "meets-after",
                                        "overlaps",
                                        "overlaps-before",
                                        "overlaps-after",
                                        "starts",
                                        "ends"};

static const char *const offsets[] = {"",         ",exactly",   ",or-less",
                                      ",or-more", ",less-than", ",more-than"};

static void put_string(struct output *o, const char *text, size_t length)
{
    put(o, "'");
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c < 0x20 || c == 0x7f || c == '\'')
            put(o, "<%02x>", c);
        else
            put(o, "%c", c);
    }
    put(o, "'");
}

static void put_type(struct output *o, const struct nfh_type_specifier *type)
{
    if (!type) {
        put(o, "?");
        return;
    }
    if (type->qualifier)
        put(o, "%s.", type->qualifier);
    put(o, "%s", type->name);
    for (size_t i = 0; i < type->count; i++) {
        put(o, "%s", i == 0 ? "<" : ",");
        put_type(o, type->argument[i]);
    }
    put(o, "%s", type->count ? ">" : "");
}

static void put_decimal(struct output *o, nfh_decimal decimal)
{
    char text[NFH_DECIMAL_TEXT];
    nfh_priv_decimal_format(decimal, 1, text);
    put(o, "%s", text);
}

static void put_node(struct output *o, const struct nfh_node *node);

static void put_children(struct output *o, const struct nfh_node *node)
{
    for (uint32_t i = 0; i < node->count; i++) {
        put(o, " ");
        put_node(o, node->child[i]);
    }
    put(o, ")");
}

static void put_timing(struct output *o, const struct nfh_node *node)
{
    const struct nfh_timing *t = &node->as.timing;
    put(o, "(%s%s%s%s%s", t->proper ? "properly-" : "", relations[t->relation],
        precisions[t->precision], offsets[t->offset], t->inclusive ? ",inclusive" : "");
    put_children(o, node);
}

static void put_value(struct output *o, const struct nfh_node *node)
{
    char date[NFH_DATE_TEXT], datetime[NFH_DATETIME_TEXT];
    switch (node->kind) {
    case NFH_NODE_NULL:
        put(o, "null");
        break;
    case NFH_NODE_BOOLEAN:
        put(o, node->as.integer ? "true" : "false");
        break;
    case NFH_NODE_INTEGER:
    case NFH_NODE_LONG:
        put(o, "%" PRId64 "%s", node->as.integer, node->kind == NFH_NODE_LONG ? "L" : "");
        break;
    case NFH_NODE_DECIMAL:
        put_decimal(o, node->decimal);
        put(o, "/%d", node->places);
        break;
    case NFH_NODE_STRING:
        put_string(o, node->text, node->length);
        break;
    case NFH_NODE_DATE:
        nfh_priv_date_format(node->as.date, date);
        put(o, "@%s", date);
        break;
    case NFH_NODE_DATETIME:
        nfh_priv_datetime_format(node->as.datetime, true, datetime);
        put(o, "@%s", datetime);
        break;
    case NFH_NODE_TIME:
        nfh_priv_time_format(node->as.datetime, true, datetime);
        put(o, "@%s", datetime);
        break;
    default: /* a quantity */
        put_decimal(o, node->decimal);
        put(o, node->calendar ? "[%s]" : "['%s']", node->text);
    }
}

static void put_compound(struct output *o, const struct nfh_node *node)
{
    switch (node->kind) {
    case NFH_NODE_RATIO:
        put(o, "(ratio");
        break;
    case NFH_NODE_CODE:
        put(o, node->text ? "(code %s" : "(concept", node->text);
        break;
    case NFH_NODE_INTERVAL:
        put(o, "(interval%c%c", node->low_closed ? '[' : '(', node->high_closed ? ']' : ')');
        break;
    case NFH_NODE_LIST:
        put(o, "(list");
        break;
    case NFH_NODE_TUPLE:
        put(o, "(tuple");
        break;
    case NFH_NODE_INSTANCE:
        put(o, "(instance");
        break;
    case NFH_NODE_RETRIEVE:
        put(o, "(retrieve");
        break;
    case NFH_NODE_QUERY:
        put(o, "(query");
        break;
    case NFH_NODE_IF:
        put(o, "(if");
        break;
    case NFH_NODE_CASE:
        put(o, node->has_comparand ? "(case-of" : "(case");
        break;
    case NFH_NODE_IS:
        put(o, "(is");
        break;
    case NFH_NODE_AS:
        put(o, node->strict ? "(cast" : "(as");
        break;
    case NFH_NODE_CONVERT:
        put(o, "(convert");
        if (node->text)
            put(o, node->calendar ? " [%s]" : " ['%s']", node->text);
        break;
    case NFH_NODE_INDEX:
        put(o, "(index");
        break;
    default:
        put(o, "(kind-%d", node->kind);
    }
    if (node->type_specifier) {
        put(o, " ");
        put_type(o, node->type_specifier);
    }
    put_children(o, node);
}

static void put_node(struct output *o, const struct nfh_node *node)
{
    if (!node) {
        put(o, "!");
        return;
    }
    if (node->kind <= NFH_NODE_QUANTITY) {
        put_value(o, node);
        return;
    }
    switch (node->kind) {
    case NFH_NODE_IDENTIFIER:
        put(o, "%s", node->text);
        break;
    case NFH_NODE_MEMBER:
        put(o, "(. ");
        put_node(o, node->child[0]);
        put(o, " %s)", node->text);
        break;
    case NFH_NODE_CALL:
        put(o, "(call %s", node->text);
        if (node->target) {
            put(o, " of ");
            put_node(o, node->target);
        }
        put_children(o, node);
        break;
    case NFH_NODE_OPERATOR:
        put(o, "(%s%s", node->text, precisions[node->precision]);
        put_children(o, node);
        break;
    case NFH_NODE_TIMING:
        put_timing(o, node);
        break;
    case NFH_NODE_TYPE_VALUE:
        put(o, "(%s ", node->text);
        put_type(o, node->type_specifier);
        put(o, ")");
        break;
    default:
        put_compound(o, node);
    }
}

void dump_node(const struct nfh_node *node, char *buffer, size_t size)
{
    struct output o = {buffer, size, 0};
    put_node(&o, node);
}

static const char *const kinds[] = {"?",        "using",  "include", "codesystem",
                                    "valueset", "code",   "concept", "parameter",
                                    "context",  "define", "function"};

static void put_tags(struct output *o, const struct nfh_tag *tag)
{
    for (; tag; tag = tag->next)
        put(o, " @%s=<%s>", tag->name, tag->value);
}

static void put_declaration(struct output *o, const struct nfh_declaration *d)
{
    put(o, "%s%s%s%s %s", d->is_private ? "private " : "", d->is_fluent ? "fluent " : "",
        d->is_external ? "external " : "", kinds[d->kind], d->name);
    if (d->version)
        put(o, " version %s", d->version);
    if (d->alias)
        put(o, " called %s", d->alias);
    if (d->kind == NFH_DECLARE_FUNCTION) {
        for (size_t i = 0; i < d->operand_count; i++) {
            put(o, "%s%s ", i ? ", " : "(", d->operand[i].name);
            put_type(o, d->operand[i].type);
        }
        put(o, d->operand_count ? ")" : "()");
    }
    if (d->type) {
        put(o, " ");
        put_type(o, d->type);
    }
    if (d->expression) {
        put(o, " = ");
        put_node(o, d->expression);
    }
    put_tags(o, d->tags);
    put(o, "\n");
}

void dump_library(const struct nfh_library *library, char *buffer, size_t size)
{
    struct output o = {buffer, size, 0};
    if (library->name) {
        put(&o, "library %s%s%s", library->name, library->version ? " version " : "",
            library->version ? library->version : "");
        put_tags(&o, library->tags);
        put(&o, "\n");
    }
    for (const struct nfh_declaration *d = library->declarations; d; d = d->next)
        put_declaration(&o, d);
    if (o.length == 0 && size > 0)
        buffer[0] = '\0';
}
