/* SPDX-License-Identifier: MIT
 *
 * status.c - the version and the texts of the status codes. Cause and cure of each stand in
 * nfhscreen(3).
 */
#include <stddef.h>

#include "nfhscreen.h"

#define TEXT_OF(number)                   #number
#define VERSION_TEXT(major, minor, patch) TEXT_OF(major) "." TEXT_OF(minor) "." TEXT_OF(patch)

struct status {
    int number;
    const char *name;
    const char *text;
};

static const struct status statuses[] = {
    {NFH_OK, "NFH_OK", "no error"},
    {NFH_E_NULL, "NFH_E_NULL", "a pointer is NULL that must not be"},
    {NFH_E_UNKNOWN, "NFH_E_UNKNOWN", "an argument is not known"},
    {NFH_E_INFINITE, "NFH_E_INFINITE", "an argument is infinite"},
    {NFH_E_RANGE, "NFH_E_RANGE", "an argument or the result is out of its range"},
    {NFH_E_SYNTAX, "NFH_E_SYNTAX", "a text cannot be read as what it should be"},
    {NFH_E_UNIT, "NFH_E_UNIT", "a unit is none, or does not fit the parameter"},
    {NFH_E_TYPE, "NFH_E_TYPE", "a value has another type than the parameter"},
    {NFH_E_VALUE, "NFH_E_VALUE", "a value is not among those that the parameter takes"},
    {NFH_E_NAME, "NFH_E_NAME", "there is nothing of that name"},
    {NFH_E_INDEX, "NFH_E_INDEX", "an index is beyond the last"},
    {NFH_E_MISMATCH, "NFH_E_MISMATCH", "the handles belong to different rule sets"},
    {NFH_E_STATE, "NFH_E_STATE", "another call must come first"},
    {NFH_E_COMPILE, "NFH_E_COMPILE", "the rule set has errors"},
    {NFH_E_INCLUDE, "NFH_E_INCLUDE", "an included library was not handed over"},
    {NFH_E_EVALUATE, "NFH_E_EVALUATE", "a definition ended in a run-time error"},
    {NFH_E_LIMIT, "NFH_E_LIMIT", "a limit of the library was reached"},
    {NFH_E_MEMORY, "NFH_E_MEMORY", "out of memory"},
    {NFH_E_BUFFER, "NFH_E_BUFFER", "the buffer is too small"},
    {NFH_E_ARROW, "NFH_E_ARROW", "an Arrow structure is inconsistent"},
};

static const struct status *find_status(int number)
{
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        if (statuses[i].number == number)
            return &statuses[i];
    }
    return NULL;
}

const char *nfh_version(void)
{
    return VERSION_TEXT(NFH_VERSION_MAJOR, NFH_VERSION_MINOR, NFH_VERSION_PATCH);
}

const char *nfh_status_text(int status)
{
    const struct status *found = find_status(status);
    return found ? found->text : "unknown status";
}

const char *nfh_status_name(int status)
{
    const struct status *found = find_status(status);
    return found ? found->name : "NFH_E_?";
}
