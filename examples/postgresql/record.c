/* SPDX-License-Identifier: MIT
 *
 * record.c - a row of a table, or any other record, into a subject.
 */
#include "nfhpg_screen.h"

#include "access/htup_details.h"

static void take_apart(struct nfhpg_call *call, Datum record, bool extra)
{
    HeapTupleHeader header = DatumGetHeapTupleHeader(record);
    HeapTupleData tuple = {.t_len = HeapTupleHeaderGetDatumLength(header), .t_data = header};

    ItemPointerSetInvalid(&tuple.t_self);
    nfhpg_match_columns(call, HeapTupleHeaderGetTypeId(header), HeapTupleHeaderGetTypMod(header),
                        extra);
    heap_deform_tuple(&tuple, call->columns.description, call->columns.values, call->columns.nulls);
}

bool nfhpg_read_record(struct nfhpg_call *call, Datum record, bool extra,
                       struct nfhpg_problem *problem)
{
    struct nfhpg_columns *columns = &call->columns;

    take_apart(call, record, extra);
    for (int i = 0; i < columns->count; i++) {
        struct nfhpg_column *column = &columns->column[i];
        int status;

        if (columns->nulls[column->attribute])
            continue;
        status = nfhpg_set_value(call, column, columns->values[column->attribute]);
        if (status != NFH_OK) {
            nfhpg_tell_problem(call, column->type, status, problem);
            return false;
        }
    }
    return true;
}

/* Of the record that was read last. */
char *nfhpg_record_id(struct nfhpg_call *call, Datum record)
{
    struct nfhpg_columns *columns = &call->columns;
    int attribute = columns->id_attribute;

    (void)record;
    if (attribute < 0 || columns->nulls[attribute])
        return NULL;
    return OutputFunctionCall(&columns->id_output, columns->values[attribute]);
}
