/* SPDX-License-Identifier: MIT
 *
 * document.c - a JSON object into a subject: a string is read as text is, a number exactly, null is
 * not known.
 */
#include "nfhpg_screen.h"

#include "utils/builtins.h"

#define ID_KEY "subject_id"

static const char *kind_of(const JsonbValue *value)
{
    if (value->type != jbvBinary)
        return "a single value";
    return JsonContainerIsArray(value->val.binary.data) ? "an array" : "an object";
}

static int set_string(struct nfhpg_call *call, size_t parameter, const JsonbValue *value)
{
    char *string = nfhpg_to_utf8(value->val.string.val, (size_t)value->val.string.len);
    int status = nfh_subject_set_text_at(call->subject, parameter, string);

    pfree(string);
    return status;
}

static int set_number(struct nfhpg_call *call, size_t parameter, int type, Numeric number)
{
    /* A number is none of the words for a truth value, and no text: the setter says so. */
    if (type == NFH_TYPE_INTEGER || type == NFH_TYPE_LONG || type == NFH_TYPE_DECIMAL ||
        type == NFH_TYPE_QUANTITY)
        return nfhpg_set_numeric(call, parameter, type, number);
    return nfh_subject_set_integer(call->subject, parameter, 0);
}

static bool set_member(struct nfhpg_call *call, size_t parameter, const char *name,
                       const JsonbValue *value, struct nfhpg_problem *problem)
{
    int type, status = NFH_OK;

    nfh_ruleset_parameter_type(call->set->compiled, parameter, &type);
    switch (value->type) {
    case jbvNull:
        break;
    case jbvBool:
        status = nfh_subject_set_boolean(call->subject, parameter,
                                         value->val.boolean ? NFH_TRUE : NFH_FALSE);
        break;
    case jbvNumeric:
        status = set_number(call, parameter, type, value->val.numeric);
        break;
    case jbvString:
        status = set_string(call, parameter, value);
        break;
    default:
        problem->sqlstate = ERRCODE_INVALID_PARAMETER_VALUE;
        problem->message =
            psprintf("%s: %s is no value (expected a string, a number, true, false or null)",
                     nfhpg_from_utf8(name), kind_of(value));
        return false;
    }
    if (status != NFH_OK)
        nfhpg_tell_problem(call, type, status, problem);
    return status == NFH_OK;
}

bool nfhpg_read_document(struct nfhpg_call *call, Jsonb *document, bool extra,
                         struct nfhpg_problem *problem)
{
    JsonbIterator *iterator;
    JsonbIteratorToken token;
    JsonbValue key, value;

    if (!JB_ROOT_IS_OBJECT(document)) {
        problem->sqlstate = ERRCODE_INVALID_PARAMETER_VALUE;
        problem->message = psprintf("%s is no subject (expected a JSON object)",
                                    JB_ROOT_IS_SCALAR(document) ? "a single value" : "an array");
        return false;
    }
    iterator = JsonbIteratorInit(&document->root);
    while ((token = JsonbIteratorNext(&iterator, &key, true)) != WJB_DONE) {
        size_t parameter;
        char *name;
        bool read = true;

        if (token != WJB_KEY)
            continue;
        JsonbIteratorNext(&iterator, &value, true);
        name = nfhpg_to_utf8(key.val.string.val, (size_t)key.val.string.len);
        if (nfh_ruleset_parameter_index(call->set->compiled, name, &parameter) == NFH_OK)
            read = set_member(call, parameter, name, &value, problem);
        else if (!extra && strcmp(name, ID_KEY) != 0)
            nfhpg_refuse_name(call, "key", name);
        pfree(name);
        if (!read)
            return false;
    }
    return true;
}

char *nfhpg_document_id(Jsonb *document)
{
    JsonbValue room, *id;

    if (!JB_ROOT_IS_OBJECT(document))
        return NULL;
    id = getKeyJsonValueFromContainer(&document->root, ID_KEY, strlen(ID_KEY), &room);
    if (!id || id->type == jbvNull)
        return NULL;
    if (id->type == jbvString)
        return pnstrdup(id->val.string.val, (Size)id->val.string.len);
    if (id->type == jbvNumeric)
        return DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(id->val.numeric)));
    ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
            errmsg("subject_id is no string and no number"));
}
