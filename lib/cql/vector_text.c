/* SPDX-License-Identifier: MIT
 *
 * vector_text.c - columns of texts as lanes of codes.
 */
#include <string.h>

#include "cql/vector_plan.h"
#include "nfhscreen.h"

static const struct nfh_column *column_of(const struct nfh_vector *vector,
                                          const struct nfh_vector_step *step)
{
    return &vector->source.column[step->input];
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The code of a value of the input, given as a text. */
static uint8_t code_of(const struct nfh_vector *vector, const struct nfh_input *input,
                       struct nfh_bytes text)
{
    if (!text.start)
        return NFH_CODE_UNKNOWN;
    while (text.length > 0 && is_blank(text.start[0])) {
        text.start++;
        text.length--;
    }
    while (text.length > 0 && is_blank(text.start[text.length - 1]))
        text.length--;
    if (text.length == 0)
        return NFH_CODE_UNKNOWN;
    for (size_t i = 0; i < input->value_count; i++) {
        if (strlen(input->values[i]) == text.length &&
            memcmp(input->values[i], text.start, text.length) == 0)
            return nfh_priv_vector_code(vector, text.start, text.length);
    }
    if (input->values)
        return NFH_CODE_ALONE;
    uint8_t code = nfh_priv_vector_code(vector, text.start, text.length);
    /* Any other text may be too long, or no UTF-8. */
    return code == NFH_CODE_OTHER ? NFH_CODE_ALONE : code;
}

static void finish_codes(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const struct nfh_column *column = column_of(vector, step);
    const struct nfh_lane *lane = &vector->lane[step->to];
    uint64_t valid[NFH_BLOCK_WORDS], unknown[NFH_BLOCK_WORDS], strange[NFH_BLOCK_WORDS];
    nfh_priv_vector_bits(vector, column->validity, column->offset, valid);
    vector->kernels->codes_equal(lane->code, NFH_CODE_UNKNOWN, vector->words, unknown);
    vector->kernels->codes_equal(lane->code, NFH_CODE_ALONE, vector->words, strange);
    for (size_t i = 0; i < vector->words; i++)
        lane->is_true[i] = valid[i] & ~unknown[i] & ~strange[i];
    nfh_priv_vector_leave(vector, strange, valid);
}

static void load_codes(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const struct nfh_column *column = column_of(vector, step);
    const struct nfh_lane *lane = &vector->lane[step->to];
    const uint8_t *dictionary = vector->dictionary[step->input];
    size_t from = column->offset + vector->first;
    if (column->format == NFH_COLUMN_INT32) {
        const int32_t *code = (const int32_t *)column->values + from;
        for (size_t row = 0; row < vector->rows; row++)
            lane->code[row] = (size_t)(uint32_t)code[row] < column->count
                                  ? dictionary[(uint32_t)code[row]]
                                  : (uint8_t)NFH_CODE_ALONE;
    } else if (nfh_priv_format_size(column->format) == 1) {
        /* A negative one is beyond 127, and so beyond any dictionary that it could index. */
        const uint8_t *code = (const uint8_t *)column->values + from;
        size_t count =
            column->format == NFH_COLUMN_INT8 && column->count > 128 ? 128 : column->count;
        for (size_t row = 0; row < vector->rows; row++)
            lane->code[row] = code[row] < count ? dictionary[code[row]] : (uint8_t)NFH_CODE_ALONE;
    } else {
        for (size_t row = 0; row < vector->rows; row++) {
            nfh_int128 code = nfh_priv_column_integer(column, vector->first + row);
            lane->code[row] = code >= 0 && code < (nfh_int128)column->count
                                  ? dictionary[(size_t)code]
                                  : (uint8_t)NFH_CODE_ALONE;
        }
    }
    finish_codes(vector, step);
}

static void load_texts(struct nfh_vector *vector, const struct nfh_vector_step *step)
{
    const struct nfh_column *column = column_of(vector, step);
    const struct nfh_input *input = &vector->program->input[step->input];
    const struct nfh_lane *lane = &vector->lane[step->to];
    for (size_t row = 0; row < vector->rows; row++) {
        struct nfh_bytes text = {NULL, 0};
        lane->code[row] = NFH_CODE_UNKNOWN;
        if (nfh_priv_column_is_valid(column, vector->first + row))
            lane->code[row] = nfh_priv_column_text(column, vector->first + row, &text)
                                  ? code_of(vector, input, text)
                                  : (uint8_t)NFH_CODE_ALONE;
    }
    finish_codes(vector, step);
}

void nfh_priv_vector_plan_texts(struct nfh_vector *vector, size_t input,
                                struct nfh_vector_step *step)
{
    const struct nfh_column *column = &vector->source.column[input];
    step->run = load_texts;
    if (column->kind == NFH_COLUMN_TEXTS)
        return;
    step->run = load_codes;
    uint8_t *dictionary = nfh_priv_arena_allocate(&vector->arena, column->count + 1);
    vector->dictionary[input] = dictionary;
    if (!dictionary) {
        vector->out_of_memory = true;
        return;
    }
    for (size_t i = 0; i < column->count; i++) {
        struct nfh_bytes text = {column->text[i], 0};
        if (text.start)
            text.length = column->length ? column->length[i] : strlen(text.start);
        dictionary[i] = code_of(vector, &vector->program->input[input], text);
    }
}
