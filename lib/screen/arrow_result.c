/* SPDX-License-Identifier: MIT
 *
 * arrow_result.c - the verdicts and truths of a cohort as an Arrow array, and their schema.
 *
 * Every array and every schema is a block of its own, which its `release` frees: consumers may move
 * a child out and release it after its parent.
 */
#include <string.h>

#include "screen/arrow.h"

/* What Arrow recommends; and buffers are padded to a multiple of it. */
#define ALIGNMENT ((size_t)64)

static size_t padded(size_t size)
{
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

/* The dictionary: what index i means stands from text_offset[i] to text_offset[i + 1]. */
static const char verdict_text[] = "eligibleineligibleundeterminederror";
static const int32_t verdict_offset[] = {0, 8, 18, 30, 35};
#define VERDICTS 4

bool nfh_priv_arrow_has_criterion(const struct nfh_criterion *criterion)
{
    return criterion->category != NFH_CATEGORY_CHECK;
}

size_t nfh_priv_arrow_criterion_count(const struct nfh_ruleset *ruleset)
{
    size_t count = 0;
    for (size_t i = 0; i < ruleset->criterion_count; i++)
        count += nfh_priv_arrow_has_criterion(&ruleset->criterion[i]);
    return count;
}

/* ---- Arrays ---------------------------------------------------------------------------------- */

/* What an array owns; its data follow. */
struct array_block {
    struct nfh_memory memory;
    const void *buffers[3];
};

static void release_array(struct ArrowArray *array)
{
    struct array_block *block = array->private_data;
    struct nfh_memory memory = block->memory;
    for (int64_t i = 0; i < array->n_children; i++) {
        if (array->children[i]->release)
            array->children[i]->release(array->children[i]);
    }
    if (array->dictionary && array->dictionary->release)
        array->dictionary->release(array->dictionary);
    array->release = NULL;
    nfh_priv_free(&memory, block);
}

/* Makes an array; *data gets the aligned place of its data, not filled. False: out of memory. */
static bool new_array(const struct nfh_memory *memory, size_t rows, size_t buffers, size_t size,
                      struct ArrowArray *array, uint8_t **data)
{
    struct array_block *block =
        memory->reallocate(memory->context, NULL, sizeof *block + ALIGNMENT + size);
    if (!block)
        return false;
    *block = (struct array_block){.memory = *memory};
    uint8_t *after = (uint8_t *)(block + 1);
    *data = after + (ALIGNMENT - (uintptr_t)after % ALIGNMENT) % ALIGNMENT;
    *array = (struct ArrowArray){.length = (int64_t)rows,
                                 .n_buffers = (int64_t)buffers,
                                 .buffers = block->buffers,
                                 .release = release_array,
                                 .private_data = block};
    return true;
}

/* The struct, with children yet to be made. */
static bool new_struct(const struct nfh_memory *memory, size_t rows, size_t children,
                       struct ArrowArray *array)
{
    uint8_t *data;
    const size_t pointers = padded(children * sizeof(struct ArrowArray *));
    if (!new_array(memory, rows, 1, pointers + children * sizeof(struct ArrowArray), array, &data))
        return false;
    memset(data, 0, pointers + children * sizeof(struct ArrowArray));
    struct ArrowArray *child = (void *)(data + pointers);
    array->children = (void *)data;
    array->n_children = (int64_t)children;
    for (size_t i = 0; i < children; i++)
        array->children[i] = &child[i];
    return true;
}

static bool new_verdicts(const struct nfh_memory *memory, size_t rows, struct ArrowArray *array)
{
    uint8_t *data;
    const size_t codes = padded(sizeof(struct ArrowArray));
    if (!new_array(memory, rows, 2, codes + padded(rows), array, &data))
        return false;
    memset(data, 0, codes);
    memset(data + codes + rows, 0, padded(rows) - rows);
    array->buffers[1] = data + codes;
    array->dictionary = (void *)data;
    if (!new_array(memory, VERDICTS, 3, 0, array->dictionary, &data))
        return false;
    array->dictionary->buffers[1] = verdict_offset;
    array->dictionary->buffers[2] = verdict_text;
    return true;
}

/* Booleans: known bits as the validity, and true ones as the values. */
static bool new_truths(const struct nfh_memory *memory, size_t rows, struct ArrowArray *array,
                       uint8_t **truth, uint8_t **known)
{
    const size_t bytes = (rows + 7) / 8, size = padded(bytes);
    if (!new_array(memory, rows, 2, 2 * size, array, known))
        return false;
    *truth = *known + size;
    memset(*known + bytes, 0, size - bytes);
    memset(*truth + bytes, 0, size - bytes);
    array->buffers[0] = *known;
    array->buffers[1] = *truth;
    array->null_count = -1;
    return true;
}

uint8_t *nfh_priv_arrow_verdicts(const struct ArrowArray *result)
{
    /* The only buffer that is filled after it was made. */
    return (uint8_t *)(uintptr_t)result->children[0]->buffers[1];
}

int nfh_priv_arrow_result(struct nfh_arrow *arrow, size_t rows, struct ArrowArray *result)
{
    const struct nfh_ruleset *ruleset = arrow->ruleset;
    const size_t criteria = nfh_priv_arrow_criterion_count(ruleset);
    struct ArrowArray made;
    if (!new_struct(&arrow->memory, rows, criteria + 1, &made))
        return NFH_E_MEMORY;
    bool is_made = new_verdicts(&arrow->memory, rows, made.children[0]);
    struct ArrowArray **child = made.children + 1;
    for (size_t i = 0; is_made && i < ruleset->criterion_count; i++) {
        uint8_t *truth, *known;
        if (!nfh_priv_arrow_has_criterion(&ruleset->criterion[i]))
            continue;
        is_made = new_truths(&arrow->memory, rows, *child++, &truth, &known);
        if (is_made)
            nfh_columns_want(arrow->columns, i, truth, known);
    }
    if (!is_made) {
        nfh_priv_arrow_want_nothing(arrow);
        made.release(&made);
        return NFH_E_MEMORY;
    }
    *result = made;
    return NFH_OK;
}

void nfh_priv_arrow_want_nothing(struct nfh_arrow *arrow)
{
    for (size_t i = 0; i < arrow->ruleset->criterion_count; i++)
        nfh_columns_want(arrow->columns, i, NULL, NULL);
}

void nfh_priv_arrow_code_verdicts(uint8_t *verdict, size_t rows)
{
    _Static_assert(NFH_VERDICT_ELIGIBLE == 1 && NFH_VERDICT_INELIGIBLE == 2 &&
                       NFH_VERDICT_UNDETERMINED == 3 && NFH_VERDICT_ERROR == 0,
                   "the dictionary has them in this order, the error last");
    for (size_t i = 0; i < rows; i++)
        verdict[i] = (uint8_t)(verdict[i] - 1U) & 3U;
}

/* ---- Schemas --------------------------------------------------------------------------------- */

/* What a schema owns; its name or its children follow. */
struct schema_block {
    struct nfh_memory memory;
};

static void release_schema(struct ArrowSchema *schema)
{
    struct schema_block *block = schema->private_data;
    struct nfh_memory memory = block->memory;
    for (int64_t i = 0; i < schema->n_children; i++) {
        if (schema->children[i]->release)
            schema->children[i]->release(schema->children[i]);
    }
    if (schema->dictionary && schema->dictionary->release)
        schema->dictionary->release(schema->dictionary);
    schema->release = NULL;
    nfh_priv_free(&memory, block);
}

/* Makes a schema, with room for `size` bytes before its name. */
static bool new_schema(const struct nfh_memory *memory, const char *format, const char *name,
                       size_t size, struct ArrowSchema *schema)
{
    struct schema_block *block = nfh_priv_allocate(memory, sizeof *block + size + strlen(name) + 1);
    if (!block)
        return false;
    char *copy = (char *)(block + 1) + size;
    block->memory = *memory;
    memcpy(copy, name, strlen(name) + 1);
    *schema = (struct ArrowSchema){
        .format = format, .name = copy, .release = release_schema, .private_data = block};
    return true;
}

static bool new_verdict_schema(const struct nfh_memory *memory, struct ArrowSchema *schema)
{
    if (!new_schema(memory, "c", "verdict", sizeof *schema, schema))
        return false;
    schema->dictionary = (void *)((struct schema_block *)schema->private_data + 1);
    return new_schema(memory, "u", "", 0, schema->dictionary);
}

static bool new_struct_schema(const struct nfh_memory *memory, size_t children,
                              struct ArrowSchema *schema)
{
    const size_t each = sizeof(struct ArrowSchema) + sizeof(struct ArrowSchema *);
    if (!new_schema(memory, "+s", "", children * each, schema))
        return false;
    struct ArrowSchema *child = (void *)((struct schema_block *)schema->private_data + 1);
    schema->children = (void *)(child + children);
    schema->n_children = (int64_t)children;
    for (size_t i = 0; i < children; i++)
        schema->children[i] = &child[i];
    return true;
}

int nfh_arrow_schema(const nfh_arrow *arrow, struct ArrowSchema *out_schema)
{
    struct ArrowSchema made;
    if (!out_schema)
        return NFH_E_NULL;
    *out_schema = (struct ArrowSchema){.release = NULL};
    if (!arrow)
        return NFH_E_NULL;
    const struct nfh_ruleset *ruleset = arrow->ruleset;
    if (!new_struct_schema(&arrow->memory, nfh_priv_arrow_criterion_count(ruleset) + 1, &made))
        return NFH_E_MEMORY;
    bool is_made = new_verdict_schema(&arrow->memory, made.children[0]);
    struct ArrowSchema **child = made.children + 1;
    for (size_t i = 0; is_made && i < ruleset->criterion_count; i++) {
        const struct nfh_criterion *criterion = &ruleset->criterion[i];
        if (!nfh_priv_arrow_has_criterion(criterion))
            continue;
        is_made = new_schema(&arrow->memory, "b", criterion->id, 0, *child);
        if (is_made)
            (*child)->flags = ARROW_FLAG_NULLABLE;
        child++;
    }
    if (!is_made) {
        made.release(&made);
        return NFH_E_MEMORY;
    }
    *out_schema = made;
    return NFH_OK;
}
