/* SPDX-License-Identifier: MIT
 *
 * codes.h - the numbers of the diagnostics that the checker and the compiler give. They are
 * permanent. (1xxx and 2xxx, those of the parser, stand in diagnostic.h.)
 */
#ifndef NFH_CQL_CODES_H
#define NFH_CQL_CODES_H

enum nfh_check_code {
    /* Names and types */
    NFH_CODE_UNKNOWN_NAME = 3001, /* no definition, parameter or function of that name */
    NFH_CODE_NO_OVERLOAD =
        3002,                  /* an operator or function is not defined for the operands' types */
    NFH_CODE_AMBIGUOUS = 3003, /* two overloads fit equally well */
    NFH_CODE_TYPE = 3004,      /* a value of another type than is wanted here */
    NFH_CODE_CYCLE = 3005,     /* a definition that needs itself */
    NFH_CODE_DUPLICATE = 3006, /* a second declaration of a name */
    NFH_CODE_UNSUPPORTED = 3007,    /* CQL that this library does not evaluate */
    NFH_CODE_UNKNOWN_TYPE = 3008,   /* no type of that name */
    NFH_CODE_NO_COMMON_TYPE = 3009, /* branches or elements whose types do not agree */
    NFH_CODE_PRIVATE = 3010,        /* a private declaration of another library */
    NFH_CODE_UNKNOWN_LIBRARY =
        3011, /* an included library was not handed over, or has another version */
    NFH_CODE_INCLUDE_CYCLE = 3012, /* libraries that include each other */
    NFH_CODE_REGEX = 3013,         /* a constant that is no regular expression, or no replacement */
    /* Units and tags */
    NFH_CODE_UNIT = 4001,          /* text that is no unit */
    NFH_CODE_UNIT_MISMATCH = 4002, /* units of different dimensions */
    NFH_CODE_TAG_VALUE = 4003,     /* a tag whose value cannot be read */
    NFH_CODE_TAG_TYPE = 4004,      /* a tag that does not fit the parameter's type */
    NFH_CODE_TAG_TWICE = 4005,     /* a tag of a parameter that stands twice */
    /* Limits */
    NFH_CODE_LEVELS = 6101,       /* definitions, functions and expressions nested too deeply */
    NFH_CODE_PROGRAM_SIZE = 6102, /* too many instructions */
    NFH_CODE_OPERANDS = 6103,     /* a function with more than NFH_OPERANDS_MAX operands */
    /* Warnings */
    NFH_CODE_WARN_INCOMPARABLE =
        7101,                  /* units that can never be compared: the result is always unknown */
    NFH_CODE_WARN_USING = 7102, /* a data model that has no effect */
    /* Warnings of the linter: units */
    NFH_CODE_WARN_BARE_NUMBER = 7103, /* a number without a unit, compared with a quantity */
    NFH_CODE_WARN_DURATION = 7104,    /* a quantity that no date takes is added to one */
    /* an unknown that becomes a decision */
    NFH_CODE_WARN_IN_LIST = 7201,     /* a null is in no list */
    NFH_CODE_WARN_BOUNDARY = 7202,    /* a closed boundary that is null */
    NFH_CODE_WARN_TEST = 7203,        /* `is true`, `is false` */
    NFH_CODE_WARN_FALLBACK = 7204,    /* Coalesce with true or false */
    NFH_CODE_WARN_CONDITION = 7205,   /* a condition that is null counts as false */
    NFH_CODE_WARN_EQUIVALENCE = 7206, /* `~` is never null */
    /* what is always the same */
    NFH_CODE_WARN_CONDITION_CONSTANT = 7301, /* a condition that is always the same */
    NFH_CODE_WARN_OPERAND_CONSTANT = 7302,   /* an operand of `and` or `or` that is */
    NFH_CODE_WARN_UNREACHABLE = 7303,        /* a branch of `case` that is never taken */
    NFH_CODE_WARN_CRITERION_CONSTANT = 7304, /* a criterion that is never true, or never false */
    NFH_CODE_WARN_CONTRADICTION = 7305,      /* two sides of `and` or `or` of which one decides */
    NFH_CODE_WARN_INTERVAL = 7306,           /* an interval that ends before it starts */
    NFH_CODE_WARN_CHOICE = 7307,             /* branches of different types */
    /* what is not used; precisions */
    NFH_CODE_WARN_UNUSED_PARAMETER = 7401,
    NFH_CODE_WARN_UNUSED_DEFINITION = 7402, /* a private one */
    NFH_CODE_WARN_UNUSED_FUNCTION = 7403,   /* a private one */
    NFH_CODE_WARN_PRECISION = 7404,         /* a Date compared with a DateTime */
    /* tags */
    NFH_CODE_WARN_NO_SHORT = 7501,      /* a criterion without @short */
    NFH_CODE_WARN_NO_TEXT = 7502,       /* a criterion without @text */
    NFH_CODE_WARN_TAG_NAME = 7503,      /* a tag whose name is nearly one that has an effect */
    NFH_CODE_WARN_TAG_PLACE = 7504,     /* a tag that has no effect on this declaration */
    NFH_CODE_WARN_ALLOW_CODE = 7601,    /* @allow of what is no warning */
    NFH_CODE_WARN_ALLOW_REASON = 7602,  /* @allow without a reason */
    NFH_CODE_WARN_ALLOW_UNUSED = 7603,  /* @allow that silences nothing */
    NFH_CODE_WARN_LINT_INCOMPLETE = 7604 /* too much to look at */
};

#endif
