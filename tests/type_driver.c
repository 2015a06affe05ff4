/* SPDX-License-Identifier: MIT
 *
 * type_driver.c - reads an expression from each line of standard input and writes its type, or
 * `error CODE message` with the first error, for tests/engines.
 */
#include <stdio.h>
#include <string.h>

#include "nfhscreen.h"
#include "screen/handles.h"

#define LINE_MAX_BYTES 65536

static void print_first_error(const nfh_compiler *compiler, int status)
{
    int severity, code;
    const char *message;

    for (size_t i = 0; nfh_compiler_diagnostic(compiler, i, &severity, &code, NULL, NULL, NULL,
                                               &message) == NFH_OK;
         i++) {
        if (severity == NFH_SEVERITY_ERROR) {
            printf("error %d %s\n", code, message);
            return;
        }
    }
    printf("error 0 %s\n", nfh_status_text(status));
}

static void print_type(nfh_compiler *compiler, const char *text)
{
    char name[NFH_TYPE_NAME_SIZE];
    nfh_ruleset *ruleset;
    int status = nfh_compiler_compile_expression(compiler, text, strlen(text), &ruleset);

    if (status == NFH_OK)
        puts(nfh_priv_type_name(ruleset->program->output[0].ref.type, name));
    else
        print_first_error(compiler, status);
    nfh_ruleset_free(ruleset);
}

int main(void)
{
    static char line[LINE_MAX_BYTES];
    nfh_compiler *compiler;

    if (nfh_compiler_new(&compiler) != NFH_OK)
        return 2;
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        print_type(compiler, line);
    }
    nfh_compiler_free(compiler);
    return 0;
}
