/* SPDX-License-Identifier: MIT
 *
 * suite_read.c - reads the tests of the suite: <tests> of <group> of <test>, each of which is an
 * <expression> or a <library>, and its <output>.
 */
#define _POSIX_C_SOURCE 200809L /* opendir */
#include <dirent.h>
#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "suite.h"

struct reader {
    struct suite *suite;
    XML_Parser parser;
    const char *path, *file;
    char *group;
    char **text; /* of the element that is being read, where that is kept */
};

static void refuse(const struct reader *reader, const char *what, const char *found)
{
    suite_stop("%s:%lu: %s: %s", reader->path,
               (unsigned long)XML_GetCurrentLineNumber(reader->parser), what, found);
}

static const char *find_attribute(const XML_Char **attribute, const char *name)
{
    for (; *attribute != NULL; attribute += 2) {
        if (strcmp(attribute[0], name) == 0) {
            return attribute[1];
        }
    }
    return NULL;
}

static const char *need_attribute(const struct reader *reader, const XML_Char **attribute,
                                  const char *name)
{
    const char *value = find_attribute(attribute, name);
    if (value == NULL) {
        refuse(reader, "an element lacks its attribute", name);
    }
    return value;
}

/* Attributes that change what a test means and that no CQL test has had so far are refused. The
 * others describe it; `ordered` concerns lists, whose order always counts in CQL; `mode` and
 * `skipStaticCheck` choose between semantics of FHIRPath. */
static void check_attributes(const struct reader *reader, const XML_Char **attribute)
{
    static const char *const refused[] = {"inputfile", "predicate", "checkOrderedFunctions"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        const char *value = find_attribute(attribute, refused[i]);
        if (value != NULL && strcmp(value, "false") != 0) {
            refuse(reader, "an attribute of a test that is not known here", refused[i]);
        }
    }
}

static struct suite_test *last_test(const struct reader *reader)
{
    return &reader->suite->test[reader->suite->count - 1];
}

static void begin_test(struct reader *reader, const XML_Char **attribute)
{
    struct suite *suite = reader->suite;
    check_attributes(reader, attribute);
    suite->test = suite_resize(suite->test, (suite->count + 1) * sizeof *suite->test);
    suite->test[suite->count++] = (struct suite_test){
        .file = reader->file,
        .group = suite_copy(reader->group),
        .name = suite_copy(need_attribute(reader, attribute, "name")),
    };
}

static void begin_expression(struct reader *reader, const XML_Char **attribute)
{
    static const struct {
        const char *name;
        enum suite_invalid invalid;
    } known[] = {{"false", SUITE_VALID},
                 {"syntax", SUITE_SYNTAX},
                 {"semantic", SUITE_SEMANTIC},
                 {"execution", SUITE_EXECUTION},
                 {"true", SUITE_EXECUTION}};
    const char *invalid = find_attribute(attribute, "invalid");
    struct suite_test *test = last_test(reader);
    size_t i = 0, count = sizeof known / sizeof *known;
    while (invalid != NULL && i < count && strcmp(known[i].name, invalid) != 0) {
        i++;
    }
    if (i == count) {
        refuse(reader, "invalid has a value that is not known here", invalid);
    }
    if (test->text != NULL) {
        refuse(reader, "a test with two texts", test->name);
    }
    test->invalid = known[i].invalid;
    test->text = suite_copy("");
    reader->text = &test->text;
}

static void begin_output(struct reader *reader, const XML_Char **attribute)
{
    struct suite_test *test = last_test(reader);
    const char *name = find_attribute(attribute, "name");
    test->output = suite_resize(test->output, (test->output_count + 1) * sizeof *test->output);
    test->output[test->output_count++] = (struct suite_output){
        .name = name == NULL ? NULL : suite_copy(name),
        .text = suite_copy(""),
    };
    reader->text = &test->output[test->output_count - 1].text;
}

static void XMLCALL begin_element(void *context, const XML_Char *name, const XML_Char **attribute)
{
    struct reader *reader = context;
    reader->text = NULL;
    if (strcmp(name, "group") == 0) {
        free(reader->group);
        reader->group = suite_copy(need_attribute(reader, attribute, "name"));
    } else if (strcmp(name, "test") == 0) {
        if (reader->group == NULL) {
            refuse(reader, "a test without a group", need_attribute(reader, attribute, "name"));
        }
        begin_test(reader, attribute);
    } else if (strcmp(name, "expression") == 0) {
        begin_expression(reader, attribute);
    } else if (strcmp(name, "library") == 0) {
        begin_expression(reader, attribute);
        last_test(reader)->is_library = true;
    } else if (strcmp(name, "output") == 0) {
        begin_output(reader, attribute);
    } else if (strcmp(name, "tests") != 0 && strcmp(name, "capability") != 0 &&
               strcmp(name, "notes") != 0) {
        refuse(reader, "an element that is not known here", name);
    }
}

/* Several outputs would be a list in FHIRPath; here each is a definition of a library. */
static void end_test(const struct reader *reader)
{
    const struct suite_test *test = last_test(reader);
    if (test->text == NULL) {
        refuse(reader, "a test without a text", test->name);
    }
    if (!test->is_library && test->output_count > 1) {
        refuse(reader, "an expression with several outputs", test->name);
    }
    for (size_t i = 0; i < test->output_count; i++) {
        if (test->is_library && test->output[i].name == NULL) {
            refuse(reader, "an output of a library without a name", test->name);
        }
    }
}

static void XMLCALL end_element(void *context, const XML_Char *name)
{
    struct reader *reader = context;
    reader->text = NULL;
    if (strcmp(name, "test") == 0) {
        end_test(reader);
    }
}

static void XMLCALL add_text(void *context, const XML_Char *text, int length)
{
    struct reader *reader = context;
    if (reader->text != NULL) {
        size_t before = strlen(*reader->text);
        *reader->text = suite_resize(*reader->text, before + (size_t)length + 1);
        memcpy(*reader->text + before, text, (size_t)length);
        (*reader->text)[before + (size_t)length] = '\0';
    }
}

/* A document type could declare entities, which no file of tests needs. */
static void XMLCALL refuse_type(void *context, const XML_Char *name, const XML_Char *system,
                                const XML_Char *public, int internal)
{
    (void)system, (void)public, (void)internal;
    refuse(context, "a document type", name);
}

static void read_tests(struct suite *suite, const char *path, const char *file)
{
    struct reader reader = {.suite = suite, .path = path, .file = file};
    char *text = suite_read_file(path);
    reader.parser = XML_ParserCreate(NULL);
    if (reader.parser == NULL) {
        suite_stop("%s: out of memory", path);
    }
    XML_SetUserData(reader.parser, &reader);
    XML_SetElementHandler(reader.parser, begin_element, end_element);
    XML_SetCharacterDataHandler(reader.parser, add_text);
    XML_SetStartDoctypeDeclHandler(reader.parser, refuse_type);
    if (XML_Parse(reader.parser, text, (int)strlen(text), XML_TRUE) != XML_STATUS_OK) {
        refuse(&reader, "not well-formed", XML_ErrorString(XML_GetErrorCode(reader.parser)));
    }
    XML_ParserFree(reader.parser);
    free(reader.group);
    free(text);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void find_files(struct suite *suite, const char *directory)
{
    DIR *opened = opendir(directory);
    if (opened == NULL) {
        suite_stop("%s: no such directory", directory);
    }
    for (struct dirent *found; (found = readdir(opened)) != NULL;) {
        size_t length = strlen(found->d_name);
        if (length > 4 && strcmp(found->d_name + length - 4, ".xml") == 0) {
            suite->file = suite_resize(suite->file, (suite->file_count + 1) * sizeof *suite->file);
            suite->file[suite->file_count++] = suite_copy(found->d_name);
        }
    }
    closedir(opened);
    if (suite->file_count > 0) {
        qsort(suite->file, suite->file_count, sizeof *suite->file, compare_names);
    }
}

struct suite suite_read(const char *directory)
{
    struct suite suite = {.test = NULL};
    find_files(&suite, directory);
    for (size_t i = 0; i < suite.file_count; i++) {
        char *path = suite_format("%s/%s", directory, suite.file[i]);
        read_tests(&suite, path, suite.file[i]);
        free(path);
    }
    if (suite.count == 0) {
        suite_stop("%s: no tests", directory);
    }
    return suite;
}

void suite_free(struct suite *suite)
{
    for (size_t i = 0; i < suite->count; i++) {
        struct suite_test *test = &suite->test[i];
        for (size_t k = 0; k < test->output_count; k++) {
            free(test->output[k].name);
            free(test->output[k].text);
        }
        free(test->output);
        free(test->group);
        free(test->name);
        free(test->text);
    }
    for (size_t i = 0; i < suite->file_count; i++) {
        free(suite->file[i]);
    }
    free(suite->file);
    free(suite->test);
}
