/* SPDX-License-Identifier: MIT
 *
 * consumer.c - screens one subject with the built-in rule set, as a program does that has only the
 * installed library. Prints the version, the verdict and the criterion that decided. C99.
 */
#include <nfhscreen.h>
#include <stdio.h>

static const char *verdict_name(int verdict)
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

static int screen(const nfh_ruleset *ruleset, nfh_subject *subject, nfh_report *report)
{
    const char *id = "";
    size_t criterion;
    int verdict, truth;
    int status = nfh_subject_set_text(subject, "birth_date", "2012-05-17");
    if (status == NFH_OK)
        status = nfh_subject_set_text(subject, "screening_date", "2025-09-01");
    if (status == NFH_OK)
        status = nfh_screen(ruleset, subject, report);
    if (status == NFH_OK)
        status = nfh_report_verdict(report, &verdict);
    if (status == NFH_OK)
        status = nfh_ruleset_criterion_index(ruleset, "INCL03", &criterion);
    if (status == NFH_OK)
        status = nfh_ruleset_criterion_id(ruleset, criterion, &id);
    if (status == NFH_OK)
        status = nfh_report_criterion(report, criterion, &truth);
    if (status == NFH_OK)
        printf("%s: %s, %s %s\n", nfh_version(), verdict_name(verdict), id,
               truth == NFH_FALSE ? "false" : "not false");
    return status;
}

int main(void)
{
    nfh_ruleset *ruleset = NULL;
    nfh_subject *subject = NULL;
    nfh_report *report = NULL;
    int status = nfh_ruleset_load("NCT07101562", &ruleset);
    if (status == NFH_OK)
        status = nfh_subject_new(ruleset, &subject);
    if (status == NFH_OK)
        status = nfh_report_new(ruleset, &report);
    if (status == NFH_OK)
        status = screen(ruleset, subject, report);
    if (status != NFH_OK)
        fprintf(stderr, "%s\n", nfh_status_text(status));
    nfh_report_free(report);
    nfh_subject_free(subject);
    nfh_ruleset_free(ruleset);
    return status != NFH_OK;
}
