/* SPDX-License-Identifier: MIT
 *
 * handles.h - what stands behind the public handles.
 */
#ifndef NFH_SCREEN_HANDLES_H
#define NFH_SCREEN_HANDLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cql/memory.h"
#include "cql/program.h"
#include "nfhscreen.h"
#include "screen/digest.h"
#include "screen/name_table.h"

struct nfh_criterion {
    const char *id;
    const char *name; /* of the definition */
    int category;     /* NFH_CATEGORY_… */
    uint32_t slot;    /* where its value is */
    const char *because; /* what introduces its reason when it is true, or NULL */
    uint8_t wanted;   /* of an eligible subject: NFH_TRUTH_…; 0: a check, which is not asked */
    const struct nfh_output *output;
};

/* What the verdict hangs on. */
struct nfh_demand {
    uint32_t slot;
    uint8_t truth; /* of an eligible subject */
};

struct nfh_ruleset {
    struct nfh_memory memory;
    struct nfh_arena arena; /* all below lies in it */
    struct nfh_program *program;
    char digest[NFH_DIGEST_SIZE]; /* of the texts that it was compiled from */
    struct nfh_name_table parameters;
    size_t *kept; /* inputs of which more than the value is kept, see struct nfh_side */
    size_t kept_count;
    struct nfh_criterion *criterion;
    size_t criterion_count;
    struct nfh_demand *demand; /* of the criteria but the checks */
    size_t demand_count;
    struct nfh_name_table criteria;       /* by id */
    const struct nfh_output **definition; /* the public ones */
    size_t definition_count;
};

/* Bytes that grow and never shrink, so that their second use allocates nothing. */
struct nfh_buffer {
    char *bytes;
    size_t capacity;
};

/* Copies `length` bytes and an end. False when out of memory: the text is as it was. */
bool nfh_priv_buffer_set(const struct nfh_memory *memory, struct nfh_buffer *text, const char *bytes,
                       size_t length);
static inline const char *nfh_priv_buffer_text(const struct nfh_buffer *text)
{
    return text->bytes ? text->bytes : "";
}

/* What an input has besides its value. A report keeps a copy for the inputs that its rule set lists
 * as `kept`. */
struct nfh_side {
    struct nfh_buffer text; /* a String without @values */
    struct nfh_unit unit; /* the unit last read for a Quantity; none when its text is empty */
    nfh_decimal given;    /* before it was converted by `accepted`, in `unit` */
    const struct nfh_accept *accepted;
};

#define NFH_ERROR_SIZE 512 /* bytes of a setter's message with its end; longer ones are cut */

struct nfh_subject {
    const struct nfh_ruleset *ruleset;
    struct nfh_memory memory;
    struct nfh_value *value; /* the program's input slots */
    struct nfh_side *side;   /* one per input */
    struct nfh_buffer id;
    nfh_datetime now; /* of the evaluation, 0: not given */
    int zone;         /* and its time zone in minutes, or NFH_ZONE_UNKNOWN */
    char error[NFH_ERROR_SIZE];
};

/* A leaf of a criterion's reason: the slot of its truth, and which part of what is asked there. */
struct nfh_found_leaf {
    uint32_t slot;
    uint32_t part; /* of a function of ours, see explain_native.c */
};

#define NFH_LEAF_PARTS      9
#define NFH_LEAF_PARTS_SIZE 2048

/* The reason last asked for. */
struct nfh_explanation {
    size_t criterion;
    struct nfh_found_leaf leaf[NFH_LEAVES_MAX];
    size_t count;
    bool more; /* there are further leaves */
    size_t rendered; /* the leaf whose parts are below */
    int truth, relation; /* of it */
    const char *part[NFH_LEAF_PARTS]; /* NULL: it has none */
    char text[NFH_LEAF_PARTS_SIZE];
    uint32_t visit; /* the number of the walk, in `visited` */
};

/* What a report holds beside the values of the screening. */
enum {
    NFH_HAS_WHOLE = 1,  /* the definitions that no criterion needs have been evaluated too */
    NFH_HAS_REASON = 2, /* `explanation` holds leaves */
    NFH_HAS_UNIQUE = 4, /* none of which reads as another */
    NFH_HAS_LEAF = 8    /* and the parts of one */
};

struct nfh_report {
    const struct nfh_ruleset *ruleset;
    struct nfh_memory memory;
    struct nfh_frame frame;
    struct nfh_heap heap; /* the frame's */
    struct nfh_side *side; /* one per kept input */
    struct nfh_buffer id;
    uint8_t *mark;  /* for nfh_priv_find_missing */
    bool *relevant; /* by input slot */
    uint32_t *visited; /* by slot: the last walk for a reason that came by */
    struct nfh_explanation explanation;
    bool screened;
    uint8_t *fragile; /* see robust.c; NULL before it is first asked for */
    bool tried;       /* it tells of the subject that was screened last */
    uint8_t has; /* NFH_HAS_… */
    int verdict;
    char query[NFH_ERROR_SIZE]; /* the text of the query last asked for */
    struct nfh_needs *needs; /* NULL until first asked for: see needs.h */
};

/* Whether a criterion holds: NFH_FALSE, NFH_TRUE, NFH_UNKNOWN. */
int nfh_priv_report_truth(const struct nfh_report *report, const struct nfh_criterion *criterion);
/* NFH_RUN_OK, or why the definition could not be evaluated. */
int nfh_priv_report_error(const struct nfh_report *report, const struct nfh_output *output);
/* Leaves in report->relevant which input slots could still decide: of one criterion, or of the
 * verdict (NULL). */
void nfh_priv_report_relevant(struct nfh_report *report, const struct nfh_criterion *criterion);
/* Leaves in report->relevant which input slots another value was used for. */
void nfh_priv_report_defaulted(struct nfh_report *report);
/* Whether report->relevant names the parameter. */
bool nfh_priv_report_is_relevant(const struct nfh_report *report, size_t parameter);
/* `<`, `>=` and so on before what is but a limit; nothing before a value. */
struct nfh_writer;
void nfh_priv_write_sign(struct nfh_writer *writer, const struct nfh_value *value);
/* A number or date that an input has, or its limit, with its unit: `<5 umol/L`. */
void nfh_priv_write_input(struct nfh_writer *writer, const struct nfh_input *input,
                          const struct nfh_value *value);
/* Notes one unit in the last place of a number as it was entered; 0 for what is no number. */
void nfh_priv_set_step(struct nfh_value *value, nfh_decimal step);
/* The value of a tag, or NULL. */
const char *nfh_priv_tag(const struct nfh_tag *tags, const char *name);

/* A new rule set without a program, or NULL. */
nfh_ruleset *nfh_priv_ruleset_new(const struct nfh_memory *memory);
/* Makes the tables of a rule set whose program and criteria are there. False when out of memory. */
bool nfh_priv_ruleset_complete(nfh_ruleset *ruleset);

#endif
