/* SPDX-License-Identifier: MIT
 *
 * diagnostics.c - reading the diagnostics of the last compilation.
 */
#include "screen/compiler.h"
#include "screen/writer.h"

int nfh_compiler_diagnostic_count(const nfh_compiler *compiler, size_t *count)
{
    if (!count)
        return NFH_E_NULL;
    *count = compiler ? compiler->diagnostics.count : 0;
    return compiler ? NFH_OK : NFH_E_NULL;
}

static const struct nfh_diagnostic *find_diagnostic(const nfh_compiler *compiler, size_t index,
                                                    int *status)
{
    *status = NFH_OK;
    if (!compiler)
        *status = NFH_E_NULL;
    else if (index >= compiler->diagnostics.count)
        *status = NFH_E_INDEX;
    return *status == NFH_OK ? compiler->diagnostic[index] : NULL;
}

int nfh_compiler_diagnostic(const nfh_compiler *compiler, size_t index, int *severity, int *code,
                            const char **file, int *line, int *column, const char **message)
{
    int status;
    const struct nfh_diagnostic *diagnostic = find_diagnostic(compiler, index, &status);
    if (severity)
        *severity = diagnostic ? diagnostic->severity : 0;
    if (code)
        *code = diagnostic ? diagnostic->code : 0;
    if (file)
        *file = diagnostic ? diagnostic->source->name : NULL;
    if (line)
        *line = diagnostic ? (int)diagnostic->line : 0;
    if (column)
        *column = diagnostic ? (int)diagnostic->column : 0;
    if (message)
        *message = diagnostic ? diagnostic->message : NULL;
    return status;
}

int nfh_compiler_diagnostic_text(const nfh_compiler *compiler, size_t index, char *buffer,
                                 size_t size, size_t *needed)
{
    if (needed)
        *needed = 0;
    if (buffer && size > 0)
        buffer[0] = '\0';
    if (!needed || (!buffer && size > 0))
        return NFH_E_NULL;
    int status;
    const struct nfh_diagnostic *diagnostic = find_diagnostic(compiler, index, &status);
    if (!diagnostic)
        return status;
    struct nfh_writer writer = nfh_priv_writer(buffer, size);
    /* The text comes without its last newline. */
    writer.length = nfh_priv_diagnostic_format(diagnostic, buffer, size);
    nfh_priv_write(&writer, "\n");
    return nfh_priv_writer_end(&writer, needed);
}
