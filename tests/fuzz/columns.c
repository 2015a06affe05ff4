/* SPDX-License-Identifier: MIT
 *
 * columns.c - fuzz target: a rule set, columns of every form and rows of them, drawn from the
 * bytes.
 *
 * Property: screening them by columns writes what nfh_screen says of each row, and nothing else; a
 * row that cannot be read is told of, and no other is touched by it. The rule set is one of what
 * criteria are made of, or, one time in four, of the whole language.
 */
#include "column_fill.h"
#include "column_rules.h"
#include "generate.h"

static void draw_text(struct chance *chance, bool of_language, struct fuzz_text *text)
{
    static struct fuzz_library library;
    struct fuzz_bytes bytes = {chance->at, chance->left};

    if (!of_language) {
        rules_draw(chance, text);
        return;
    }
    fuzz_draw(&bytes, &library);
    chance->at = bytes.at;
    chance->left = bytes.left;
    fuzz_write(&library, FUZZ_PLAIN, NULL, text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct chance chance = {data, size, size};
    struct fuzz_text text = {0};
    struct cohort cohort;
    nfh_compiler *compiler;
    nfh_ruleset *ruleset;
    bool of_language = chance_one_in(&chance, 4);
    int status;

    draw_text(&chance, of_language, &text);
    REQUIRE_OK(nfh_compiler_new(&compiler));
    status = nfh_compiler_compile(compiler, "drawn", text.bytes, text.length, &ruleset);
    REQUIRE(status == NFH_OK, "it must compile: %s", text.bytes);
    nfh_compiler_free(compiler);
    cohort_start(&cohort, ruleset, text.bytes);
    cohort_shape(&chance, &cohort, draw_rows(&chance, 60));
    if (of_language)
        fill_of_language(&chance, &cohort, 8);
    else
        fill_of_rules(&chance, &cohort, 8);
    check_rows(&chance, &cohort);
    cohort_end(&cohort);
    nfh_ruleset_free(ruleset);
    fuzz_free(&text);
    return 0;
}
