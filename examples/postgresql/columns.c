/* SPDX-License-Identifier: MIT
 *
 * columns.c - which column of a record is which parameter of the rule set. Asked once for a record
 * type in a statement, so that a row costs no look-up of names.
 */
#include "nfhpg_screen.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/typcache.h"

#define ID_COLUMN "subject_id"

static const char *const type_names[] = {
    [NFH_TYPE_BOOLEAN] = "Boolean",   [NFH_TYPE_INTEGER] = "Integer",
    [NFH_TYPE_LONG] = "Long",         [NFH_TYPE_DECIMAL] = "Decimal",
    [NFH_TYPE_STRING] = "String",     [NFH_TYPE_DATE] = "Date",
    [NFH_TYPE_DATETIME] = "DateTime", [NFH_TYPE_TIME] = "Time",
    [NFH_TYPE_QUANTITY] = "Quantity",
};

/* The column type that a parameter is best kept in, to say so. */
static const char *const column_types[] = {
    [NFH_TYPE_BOOLEAN] = "boolean",
    [NFH_TYPE_INTEGER] = "integer",
    [NFH_TYPE_LONG] = "bigint",
    [NFH_TYPE_DECIMAL] = "numeric",
    [NFH_TYPE_STRING] = "text",
    [NFH_TYPE_DATE] = "date",
    [NFH_TYPE_DATETIME] = "timestamp with time zone",
    [NFH_TYPE_TIME] = "time",
    [NFH_TYPE_QUANTITY] = "numeric",
};

const char *nfhpg_type_name(int type)
{
    return type >= 0 && type < (int)lengthof(type_names) ? type_names[type] : NULL;
}

const char *nfhpg_column_type(int type)
{
    return type >= 0 && type < (int)lengthof(column_types) ? column_types[type] : NULL;
}

void nfhpg_refuse_name(const struct nfhpg_call *call, const char *what, const char *utf8)
{
    const char *ruleset, *nearest;

    nfh_ruleset_name(call->set->compiled, &ruleset);
    nfh_ruleset_parameter_nearest(call->set->compiled, utf8, &nearest);
    ereport(ERROR, errcode(ERRCODE_UNDEFINED_COLUMN),
            errmsg("%s \"%s\" is no parameter of rule set %s", what, nfhpg_from_utf8(utf8),
                   nfhpg_from_utf8(ruleset)),
            nearest ? errdetail("The nearest parameter is \"%s\".", nfhpg_from_utf8(nearest)) : 0,
            errhint("With extra_columns => true, what is no parameter passes."));
}

/* What of the types of columns a parameter takes. Text is read for every one. */
static bool fits(int type, Oid column_type)
{
    switch (column_type) {
    case TEXTOID:
        return type <= NFH_TYPE_QUANTITY;
    case BOOLOID:
        return type == NFH_TYPE_BOOLEAN;
    case INT2OID:
    case INT4OID:
    case INT8OID:
    case FLOAT4OID:
    case FLOAT8OID:
    case NUMERICOID:
        return type == NFH_TYPE_INTEGER || type == NFH_TYPE_LONG || type == NFH_TYPE_DECIMAL ||
               type == NFH_TYPE_QUANTITY;
    case DATEOID:
        return type == NFH_TYPE_DATE;
    case TIMESTAMPOID:
    case TIMESTAMPTZOID:
        return type == NFH_TYPE_DATETIME;
    case TIMEOID:
        return type == NFH_TYPE_TIME;
    default:
        return false;
    }
}

/* The type of a column; TEXTOID for all that is text. */
static Oid plain_type(Oid type, bool *is_written)
{
    Oid base = getBaseType(type);

    *is_written = base == NAMEOID || get_typtype(base) == TYPTYPE_ENUM;
    if (*is_written || base == VARCHAROID || base == BPCHAROID)
        return TEXTOID;
    return base;
}

static void match_type(const struct nfhpg_call *call, struct nfhpg_column *column,
                       const FormData_pg_attribute *attribute)
{
    Oid output;
    bool varlena;

    nfh_ruleset_parameter_type(call->set->compiled, column->parameter, &column->type);
    column->column_type = plain_type(attribute->atttypid, &column->is_written);
    if (!fits(column->type, column->column_type)) {
        const char *type = nfhpg_type_name(column->type);

        ereport(ERROR, errcode(ERRCODE_DATATYPE_MISMATCH),
                errmsg("column \"%s\" is of type %s, the parameter of type %s",
                       NameStr(attribute->attname), format_type_be(attribute->atttypid),
                       type ? type : "that cannot be set"),
                type ? errhint("Cast it to %s, or to text that reads as one.",
                               nfhpg_column_type(column->type))
                     : 0);
    }
    if (column->column_type == TEXTOID && getBaseType(attribute->atttypid) == BPCHAROID)
        column->column_type = BPCHAROID;
    if (column->is_written) {
        getTypeOutputInfo(getBaseType(attribute->atttypid), &output, &varlena);
        fmgr_info_cxt(output, &column->output, call->columns.context);
    }
}

static void match_id(struct nfhpg_columns *columns, int attribute, Oid type)
{
    Oid output;
    bool varlena;

    getTypeOutputInfo(type, &output, &varlena);
    fmgr_info_cxt(output, &columns->id_output, columns->context);
    columns->id_attribute = attribute;
}

static void match_attribute(struct nfhpg_call *call, int index)
{
    struct nfhpg_columns *columns = &call->columns;
    const FormData_pg_attribute *attribute = TupleDescAttr(columns->description, index);
    struct nfhpg_column *column = &columns->column[columns->count];
    const char *name = NameStr(attribute->attname);
    char *utf8;

    if (attribute->attisdropped)
        return;
    if (strcmp(name, ID_COLUMN) == 0) {
        match_id(columns, index, attribute->atttypid);
        return;
    }
    utf8 = nfhpg_to_utf8(name, strlen(name));
    if (nfh_ruleset_parameter_index(call->set->compiled, utf8, &column->parameter) != NFH_OK) {
        if (!columns->extra)
            nfhpg_refuse_name(call, "column", utf8);
        return;
    }
    column->attribute = index;
    match_type(call, column, attribute);
    for (int i = 0; i < columns->count; i++)
        if (columns->column[i].parameter == column->parameter)
            ereport(ERROR, errcode(ERRCODE_DUPLICATE_COLUMN),
                    errmsg("column \"%s\" is there twice", name));
    columns->count++;
}

static void reset(struct nfhpg_call *call)
{
    struct nfhpg_columns *columns = &call->columns;

    columns->identifier = 0;
    columns->count = 0;
    columns->id_attribute = -1;
    if (columns->context)
        MemoryContextReset(columns->context);
    else
        columns->context =
            AllocSetContextCreate(call->context, "nfhscreen columns", ALLOCSET_SMALL_SIZES);
}

void nfhpg_match_columns(struct nfhpg_call *call, Oid type, int32 modifier, bool extra)
{
    struct nfhpg_columns *columns = &call->columns;
    uint64 identifier = assign_record_type_identifier(type, modifier);
    MemoryContext before;
    TupleDesc description;

    if (columns->identifier == identifier && columns->extra == extra)
        return;
    reset(call);
    columns->extra = extra;
    description = lookup_rowtype_tupdesc(type, modifier);
    before = MemoryContextSwitchTo(columns->context);
    columns->description = CreateTupleDescCopy(description);
    ReleaseTupleDesc(description);
    columns->values = palloc(sizeof *columns->values * (size_t)Max(columns->description->natts, 1));
    columns->nulls = palloc(sizeof *columns->nulls * (size_t)Max(columns->description->natts, 1));
    columns->column =
        palloc0(sizeof *columns->column * (size_t)Max(columns->description->natts + 1, 1));
    for (int i = 0; i < columns->description->natts; i++)
        match_attribute(call, i);
    MemoryContextSwitchTo(before);
    columns->identifier = identifier;
}
