/* SPDX-License-Identifier: MIT
 *
 * evaluation_time.c - the option --now of the example programs. The library takes the time of an
 * evaluation from its caller, subject by subject; whether it is one is found out beforehand.
 */
#include "evaluation_time.h"

#include <stdio.h>
#include <string.h>

#include "nfhscreen.h"

/* Any rule set does, to make a subject that takes the time. */
static int compile_any(nfh_ruleset **ruleset)
{
    static const char text[] = "true";
    nfh_compiler *compiler;
    int status = nfh_compiler_new(&compiler);
    *ruleset = NULL;
    if (status == NFH_OK)
        status = nfh_compiler_compile_expression(compiler, text, strlen(text), ruleset);
    nfh_compiler_free(compiler);
    return status;
}

bool is_evaluation_time(const char *program, const char *text)
{
    nfh_ruleset *ruleset;
    nfh_subject *subject = NULL;
    const char *message = "";
    if (*text == '\0') {
        fprintf(stderr, "%s: --now: the time is empty\n", program);
        return false;
    }
    int status = compile_any(&ruleset);
    if (status == NFH_OK)
        status = nfh_subject_new(ruleset, &subject);
    if (status == NFH_OK)
        status = nfh_subject_set_now(subject, text);
    if (status == NFH_E_SYNTAX)
        nfh_subject_error(subject, &message);
    if (status != NFH_OK)
        fprintf(stderr, "%s: --now: %s\n", program, *message ? message : nfh_status_text(status));
    nfh_subject_free(subject);
    nfh_ruleset_free(ruleset);
    return status == NFH_OK;
}
