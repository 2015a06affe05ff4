// SPDX-License-Identifier: MIT
//
// consumer.cc - what consumer.c does, as a C++ program does it: handles in unique_ptr, statuses as
// exceptions.
#include <nfhscreen.h>

#include <iostream>
#include <memory>
#include <stdexcept>

namespace
{

void check(int status)
{
    if (status != NFH_OK)
        throw std::runtime_error(nfh_status_text(status));
}

template <typename T> using handle = std::unique_ptr<T, void (*)(T *)>;

void run()
{
    nfh_ruleset *made_ruleset = nullptr;
    check(nfh_ruleset_load("NCT07101562", &made_ruleset));
    handle<nfh_ruleset> ruleset(made_ruleset, nfh_ruleset_free);
    nfh_subject *made_subject = nullptr;
    check(nfh_subject_new(ruleset.get(), &made_subject));
    handle<nfh_subject> subject(made_subject, nfh_subject_free);
    nfh_report *made_report = nullptr;
    check(nfh_report_new(ruleset.get(), &made_report));
    handle<nfh_report> report(made_report, nfh_report_free);

    check(nfh_subject_set_text(subject.get(), "birth_date", "2012-05-17"));
    check(nfh_subject_set_text(subject.get(), "screening_date", "2025-09-01"));
    check(nfh_screen(ruleset.get(), subject.get(), report.get()));

    int verdict = 0;
    int truth = 0;
    size_t criterion = 0;
    check(nfh_report_verdict(report.get(), &verdict));
    check(nfh_ruleset_criterion_index(ruleset.get(), "INCL03", &criterion));
    check(nfh_report_criterion(report.get(), criterion, &truth));
    std::cout << nfh_version() << ": "
              << (verdict == NFH_VERDICT_INELIGIBLE ? "ineligible" : "not ineligible")
              << ", INCL03 " << (truth == NFH_FALSE ? "false" : "not false") << "\n";
}

} // namespace

int main()
{
    try {
        run();
    } catch (const std::exception &error) {
        std::cerr << error.what() << "\n";
        return 1;
    }
    return 0;
}
