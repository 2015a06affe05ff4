/* SPDX-License-Identifier: MIT
 *
 * fuzz.h - shared by the fuzz targets: one entry each, properties that must hold, and text.
 *
 * A target is a file with libFuzzer's entry. It is linked twice: with libFuzzer, which
 * looks for inputs, and with replay.c, which runs the kept ones.
 */
#ifndef NFH_TESTS_FUZZ_H
#define NFH_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Says which property does not hold and aborts, so that the fuzzer keeps the input. */
#define REQUIRE(condition, ...) \
    ((condition) ? (void)0 : fuzz_fail(__FILE__, __LINE__, #condition, __VA_ARGS__))
void fuzz_fail(const char *file, int line, const char *condition, const char *format, ...)
    __attribute__((format(printf, 4, 5), noreturn));

/* REQUIRE(call == NFH_OK) with the status in words. */
#define REQUIRE_OK(call) fuzz_require_ok(__FILE__, __LINE__, #call, call)
void fuzz_require_ok(const char *file, int line, const char *call, int status);

/* Memory, zeroed; running out of it ends the program and is nobody's fault. */
void *fuzz_allocate(size_t size);

/* Text that grows; `bytes` always has an end. All bytes zero is the empty text. */
struct fuzz_text {
    char *bytes;
    size_t length;
    size_t capacity;
};
void fuzz_add(struct fuzz_text *text, const char *bytes, size_t length);
void fuzz_print(struct fuzz_text *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
const char *fuzz_string(const struct fuzz_text *text);
void fuzz_clear(struct fuzz_text *text);
void fuzz_free(struct fuzz_text *text);

/* UTF-8 as RFC 3629 has it, written without the library's own reader. `points` may be NULL. */
bool fuzz_is_utf8(const char *text, size_t length, size_t *points);
/* No control characters but those of `allowed`; bytes beyond ASCII are not looked at. */
bool fuzz_is_printable(const char *text, const char *allowed);

/* A stretch of the input. */
struct fuzz_part {
    const char *bytes;
    size_t length;
};
/* Takes what stands before the next line `mark` (with its ends, "\n====\n"), or all of it; false
 * when nothing is left. */
bool fuzz_next_part(struct fuzz_part *rest, const char *mark, struct fuzz_part *part);
/* A copy with an end; for free(). */
char *fuzz_copy(struct fuzz_part part);

#endif
