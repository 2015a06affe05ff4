/* SPDX-License-Identifier: MIT
 *
 * input_model.h - which texts nfh_subject_set_text(3) takes, said once more and without the
 * library.
 */
#ifndef NFH_TESTS_FUZZ_INPUT_MODEL_H
#define NFH_TESTS_FUZZ_INPUT_MODEL_H

/* The status must be one that the manual page has for such a text. */
void fuzz_check_model(int type, const char *text, int status);

#endif
