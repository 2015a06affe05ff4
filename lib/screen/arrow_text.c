/* SPDX-License-Identifier: MIT
 *
 * arrow_text.c - texts of an Arrow array as a list: the values of a dictionary, and views.
 */
#include <string.h>

#include "screen/arrow.h"

static bool make_room(struct nfh_arrow *arrow, struct nfh_arrow_texts *texts, size_t count)
{
    const struct nfh_memory *memory = &arrow->memory;
    if (count <= texts->capacity)
        return true;
    const char **text =
        memory->reallocate(memory->context, (void *)texts->text, count * sizeof *text);
    if (!text)
        return false;
    texts->text = text;
    size_t *length = memory->reallocate(memory->context, texts->length, count * sizeof *length);
    if (!length)
        return false;
    texts->length = length;
    texts->capacity = count;
    return true;
}

static int refuse_text(struct nfh_arrow *arrow, const struct nfh_arrow_field *field,
                       const struct nfh_arrow_stretch *stretch, size_t index, const char *what)
{
    struct nfh_writer writer = nfh_priv_arrow_complain(arrow, field);
    nfh_priv_write(&writer, stretch->what);
    nfh_priv_write_count(&writer, index);
    nfh_priv_write(&writer, ": ");
    nfh_priv_write(&writer, what);
    return NFH_E_ARROW;
}

/* NULL, or what is wrong. */
static const char *read_text(const struct nfh_arrow_stretch *stretch, size_t at,
                             struct nfh_bytes *text)
{
    const struct nfh_column column = {.kind = NFH_COLUMN_TEXTS,
                                      .format = stretch->type.format,
                                      .values = stretch->array->buffers[1],
                                      .bytes = stretch->array->buffers[2]};
    if (!nfh_priv_column_text(&column, at, text))
        return "its offsets decrease or are negative, or there are no bytes";
    return NULL;
}

/* A view of 16 bytes: the length; then up to 12 bytes of text, or its first 4 bytes, the number of
 * its buffer, and where it begins there. */
static const char *read_view(const struct nfh_arrow_stretch *stretch, size_t at,
                             struct nfh_bytes *text)
{
    const struct ArrowArray *array = stretch->array;
    const char *view = (const char *)array->buffers[1] + 16 * at;
    const char *sizes = array->buffers[array->n_buffers - 1];
    int32_t length, buffer, offset;
    int64_t size;
    memcpy(&length, view, sizeof length);
    if (length < 0)
        return "its length is negative";
    text->start = view + 4;
    text->length = (size_t)length;
    if (length <= 12)
        return NULL;
    memcpy(&buffer, view + 8, sizeof buffer);
    memcpy(&offset, view + 12, sizeof offset);
    if (buffer < 0 || buffer >= array->n_buffers - 3 || !sizes || !array->buffers[2 + buffer])
        return "its buffer is not there";
    memcpy(&size, sizes + sizeof size * (size_t)buffer, sizeof size);
    if (offset < 0 || (int64_t)offset + length > size)
        return "it does not lie within its buffer";
    text->start = (const char *)array->buffers[2 + buffer] + offset;
    return NULL;
}

int nfh_priv_arrow_list_texts(struct nfh_arrow *arrow, struct nfh_arrow_field *field,
                              const struct nfh_arrow_stretch *stretch)
{
    const uint8_t *validity = stretch->array->buffers[0];
    struct nfh_arrow_texts *texts = &field->texts;
    if (!make_room(arrow, texts, stretch->count ? stretch->count : 1))
        return nfh_priv_arrow_take_status(arrow, NFH_E_MEMORY);
    for (size_t i = 0; i < stretch->count; i++) {
        size_t at = stretch->first + i;
        struct nfh_bytes text = {NULL, 0};
        if (nfh_priv_bit(validity, at) && nfh_priv_bit(stretch->outer, stretch->outer_first + i)) {
            const char *wrong = stretch->type.layout == NFH_ARROW_VIEWS
                                    ? read_view(stretch, at, &text)
                                    : read_text(stretch, at, &text);
            if (wrong)
                return refuse_text(arrow, field, stretch, i, wrong);
        }
        texts->text[i] = text.start;
        texts->length[i] = text.length;
    }
    return NFH_OK;
}
