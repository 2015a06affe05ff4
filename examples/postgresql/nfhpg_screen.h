/* SPDX-License-Identifier: MIT
 *
 * nfhpg_screen.h - what the files share that screen: a rule set is compiled once in a backend, and
 * a call in a statement keeps a subject, a report, and which column is which parameter.
 */
#ifndef NFHPG_SCREEN_H
#define NFHPG_SCREEN_H

#include "nfhpg.h"

#include "access/tupdesc.h"
#include "utils/jsonb.h"
#include "utils/palloc.h"

/* A compiled rule set. It stays in the cache while it is pinned. */
struct nfhpg_ruleset {
    struct nfhpg_ruleset *next; /* used before this one */
    MemoryContext context;      /* of all that it needs, and of subjects and reports made for it */
    char *source;               /* its name or its text, as SQL has it */
    size_t length;
    nfh_ruleset *compiled;
    size_t parameter_count, criterion_count;
    int pins;
};

/* What a row cannot be read for. The message is in the encoding of the database. */
struct nfhpg_problem {
    int sqlstate;
    char *message;
};

/* A column of the records that a call gets. */
struct nfhpg_column {
    int attribute;    /* its place, from 0 */
    size_t parameter; /* the parameter that it is */
    int type;         /* of that parameter */
    Oid column_type;  /* with domains looked through; TEXTOID for all that is text */
    bool is_written;  /* as text by its output function */
    FmgrInfo output;
};

/* The columns of a record type. */
struct nfhpg_columns {
    uint64 identifier; /* PostgreSQL's, of the type as it was when this was made; 0: not yet */
    bool extra;        /* columns that are no parameters were allowed */
    MemoryContext context;
    TupleDesc description;
    Datum *values;
    bool *nulls;
    struct nfhpg_column *column;
    int count;
    int id_attribute; /* -1: none */
    FmgrInfo id_output;
};

/* A call of a function in a statement: lives in fn_extra. */
struct nfhpg_call {
    struct nfhpg_ruleset *set; /* pinned */
    bool ruleset_is_stable;    /* the argument is the same in all calls */
    bool takes_json;
    nfh_subject *subject;
    nfh_report *report;
    MemoryContext context; /* of fn_extra */
    struct nfhpg_columns columns;
    char *complaint; /* of a value, in words of our own */
    char *text;      /* room for a value as text */
    size_t text_size;
    void *own; /* what the function itself keeps */
    MemoryContextCallback callback;
};

/* verdict.c */
const char *nfhpg_verdict_name(int verdict);

/* allocator.c: nfh_reallocate in a memory context, which is its context. */
void *nfhpg_reallocate(void *context, void *block, size_t size);

/* cache.c: the rule set of a name or text; an error when there is none. */
struct nfhpg_ruleset *nfhpg_find_ruleset(const char *source, size_t length);

/* call.c: what a call keeps, made at the first. The arguments are (subject, ruleset text,
 * extra_columns boolean, now text); the subject must not be NULL. */
struct nfhpg_call *nfhpg_begin(FunctionCallInfo fcinfo);
/* Reads the subject; false, and why, when it cannot be read. keep_id: the report will tell its id.
 */
bool nfhpg_read_subject(FunctionCallInfo fcinfo, struct nfhpg_call *call, bool keep_id,
                        struct nfhpg_problem *problem);
/* The same, then screens; an error when the subject cannot be read. */
void nfhpg_screen_subject(FunctionCallInfo fcinfo, struct nfhpg_call *call, bool keep_id);
/* A copy of a text with its end; valid until the next. */
const char *nfhpg_keep_text(struct nfhpg_call *call, const char *string, size_t length);

/* columns.c: which column is which parameter; an error when one is none, or of another type. */
void nfhpg_match_columns(struct nfhpg_call *call, Oid type, int32 modifier, bool extra);
/* CQL's name of a parameter's type, and the type that a column for it has best; NULL of a type that
 * cannot be set. */
const char *nfhpg_type_name(int type);
const char *nfhpg_column_type(int type);
/* The error of a name that is no parameter. */
void nfhpg_refuse_name(const struct nfhpg_call *call, const char *what, const char *utf8);

/* record.c, document.c: a record's or an object's values into the subject. */
bool nfhpg_read_record(struct nfhpg_call *call, Datum record, bool extra,
                       struct nfhpg_problem *problem);
bool nfhpg_read_document(struct nfhpg_call *call, Jsonb *document, bool extra,
                         struct nfhpg_problem *problem);
/* The subject's id as text, or NULL. */
char *nfhpg_record_id(struct nfhpg_call *call, Datum record);
char *nfhpg_document_id(Jsonb *document);

/* values.c: a value into the subject; the status of the setter. */
int nfhpg_set_numeric(struct nfhpg_call *call, size_t parameter, int type, Numeric number);
int nfhpg_set_value(struct nfhpg_call *call, struct nfhpg_column *column, Datum value);
/* Why a setter failed. */
void nfhpg_tell_problem(struct nfhpg_call *call, int type, int status,
                        struct nfhpg_problem *problem);

#endif
