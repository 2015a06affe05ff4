/* SPDX-License-Identifier: MIT
 *
 * lexer.c - tokens of CQL text.
 */
#include "cql/lexer.h"

#include <string.h>

#include "cql/utf8.h"

struct word {
    char text[16]; /* an array, for a table of pointers costs the shared library three times as much
                    */
    uint8_t use;
    uint8_t precision;
    bool plural;
};

static const struct word words[NFH_WORD_COUNT] = {
    {"", NFH_WORD_USE_PLAIN, NFH_TIME_NONE, false},
#define NFH_WORD(identifier, text, use, precision, plural) \
    {text, NFH_WORD_USE_##use, NFH_TIME_##precision, plural},
#include "cql/words.def"
#undef NFH_WORD
};

enum nfh_word_use nfh_priv_word_use(enum nfh_word word)
{
    return words[word].use;
}

enum nfh_time_precision nfh_priv_word_precision(enum nfh_word word, bool *plural)
{
    *plural = words[word].plural;
    return words[word].precision;
}

const char *nfh_priv_word_text(enum nfh_word word)
{
    return words[word].text;
}

static enum nfh_word find_word(const char *text, size_t length)
{
    size_t low = 1, high = NFH_WORD_COUNT;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strncmp(text, words[middle].text, length);
        if (order == 0 && words[middle].text[length] != '\0')
            order = -1;
        if (order == 0)
            return (enum nfh_word)middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NFH_WORD_NONE;
}

/* The byte at offset, or 0 at the end of the text. */
static char at(const struct nfh_source *source, size_t offset)
{
    return offset < source->length ? source->text[offset] : '\0';
}

bool nfh_priv_skip_blanks(const struct nfh_source *source, uint32_t *offset)
{
    const char *text = source->text;
    size_t i = *offset;
    if (i == 0)
        i = nfh_priv_utf8_mark(text, source->length);
    for (;;) {
        char c = at(source, i);
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            i++;
        } else if (c == '/' && at(source, i + 1) == '/') {
            while (i < source->length && text[i] != '\n')
                i++;
        } else if (c == '/' && at(source, i + 1) == '*') {
            size_t end = i + 2;
            while (end < source->length && !(text[end] == '*' && at(source, end + 1) == '/'))
                end++;
            if (end >= source->length) {
                *offset = (uint32_t)i;
                return false;
            }
            i = end + 2;
        } else {
            *offset = (uint32_t)i;
            return true;
        }
    }
}

static void set_end(struct nfh_token *token, size_t end)
{
    token->end = (uint32_t)end;
    token->place.length = token->end - token->place.offset;
}

static void set_error(struct nfh_token *token, enum nfh_code code, const char *message)
{
    token->kind = NFH_TOKEN_ERROR;
    token->code = (uint16_t)code;
    token->message = message;
}

static void lex_word(const struct nfh_source *source, struct nfh_token *token, size_t first)
{
    size_t end = first;
    while (nfh_priv_is_letter(at(source, end)) || nfh_priv_is_digit(at(source, end)))
        end++;
    set_end(token, end);
    token->kind = NFH_TOKEN_WORD;
    token->word = (uint8_t)find_word(source->text + first, end - first);
}

static void lex_number(const struct nfh_source *source, struct nfh_token *token)
{
    size_t end = token->place.offset;
    while (nfh_priv_is_digit(at(source, end)))
        end++;
    char next = at(source, end + 1);
    token->kind = NFH_TOKEN_NUMBER;
    if (at(source, end) == '.' && nfh_priv_is_digit(next)) {
        end++;
        while (nfh_priv_is_digit(at(source, end)))
            end++;
    } else if (at(source, end) == 'L' && !nfh_priv_is_letter(next) && !nfh_priv_is_digit(next)) {
        end++;
        token->kind = NFH_TOKEN_LONG;
    } else if (at(source, end) == '.' && !nfh_priv_is_letter(next) && next != '"' && next != '`') {
        end++;
        set_error(token, NFH_CODE_NUMBER_FORM, "a number needs a digit after its point");
    }
    set_end(token, end);
}

static void lex_quoted(const struct nfh_source *source, struct nfh_token *token, char quote)
{
    size_t end = token->place.offset + 1u;
    while (end < source->length && source->text[end] != quote)
        end += source->text[end] == '\\' ? 2 : 1;
    if (end >= source->length) {
        if (quote == '\'')
            set_error(token, NFH_CODE_OPEN_STRING, "this string has no closing quote");
        else
            set_error(token, NFH_CODE_OPEN_NAME, "this quoted name has no closing quote");
        /* Nothing can follow, but the message points at the start only. */
        token->place.length = 1;
        token->end = (uint32_t)source->length;
        return;
    }
    token->kind = quote == '\'' ? NFH_TOKEN_STRING : NFH_TOKEN_QUOTED;
    set_end(token, end + 1);
}

struct sign {
    const char *text;
    uint8_t kind; /* NFH_TOKEN_ERROR: other languages have it */
    const char *instead;
};

/* Longer signs before those that they begin with. */
static const struct sign signs[] = {
    {"==", NFH_TOKEN_ERROR, "write ="},
    {"=", NFH_TOKEN_EQUAL, NULL},
    {"!=", NFH_TOKEN_NOT_EQUAL, NULL},
    {"!~", NFH_TOKEN_NOT_EQUIVALENT, NULL},
    {"!", NFH_TOKEN_ERROR, "write not"},
    {"~", NFH_TOKEN_EQUIVALENT, NULL},
    {"<=", NFH_TOKEN_LESS_OR_EQUAL, NULL},
    {"<>", NFH_TOKEN_ERROR, "write !="},
    {"<", NFH_TOKEN_LESS, NULL},
    {">=", NFH_TOKEN_GREATER_OR_EQUAL, NULL},
    {">", NFH_TOKEN_GREATER, NULL},
    {"->", NFH_TOKEN_ARROW, NULL},
    {"-", NFH_TOKEN_MINUS, NULL},
    {"+", NFH_TOKEN_PLUS, NULL},
    {"*", NFH_TOKEN_STAR, NULL},
    {"/", NFH_TOKEN_SLASH, NULL},
    {"^", NFH_TOKEN_POWER, NULL},
    {"&&", NFH_TOKEN_ERROR, "write and"},
    {"&", NFH_TOKEN_AMPERSAND, NULL},
    {"||", NFH_TOKEN_ERROR, "write or"},
    {"|", NFH_TOKEN_BAR, NULL},
    {"%", NFH_TOKEN_PERCENT, NULL},
    {"(", NFH_TOKEN_LEFT_PARENTHESIS, NULL},
    {")", NFH_TOKEN_RIGHT_PARENTHESIS, NULL},
    {"[", NFH_TOKEN_LEFT_BRACKET, NULL},
    {"]", NFH_TOKEN_RIGHT_BRACKET, NULL},
    {"{", NFH_TOKEN_LEFT_BRACE, NULL},
    {"}", NFH_TOKEN_RIGHT_BRACE, NULL},
    {",", NFH_TOKEN_COMMA, NULL},
    {":", NFH_TOKEN_COLON, NULL},
    {".", NFH_TOKEN_POINT, NULL},
    {";", NFH_TOKEN_ERROR, "declarations follow each other without it"},
    {"\xe2\x89\xa4", NFH_TOKEN_ERROR, "write <="}, /* U+2264; what word processors write */
    {"\xe2\x89\xa5", NFH_TOKEN_ERROR, "write >="},
    {"\xe2\x89\xa0", NFH_TOKEN_ERROR, "write !="},
    {"\xc3\x97", NFH_TOKEN_ERROR, "write *"},
    {"\xc2\xb7", NFH_TOKEN_ERROR, "write *"},
    {"\xc3\xb7", NFH_TOKEN_ERROR, "write /"},
    {"\xe2\x88\x92", NFH_TOKEN_ERROR, "write -"},
    {"\xe2\x80\x93", NFH_TOKEN_ERROR, "write -"},
    {"\xe2\x80\x94", NFH_TOKEN_ERROR, "write -"},
    {"\xe2\x80\x98", NFH_TOKEN_ERROR, "write '"},
    {"\xe2\x80\x99", NFH_TOKEN_ERROR, "write '"},
    {"\xe2\x80\x9c", NFH_TOKEN_ERROR, "write \""},
    {"\xe2\x80\x9d", NFH_TOKEN_ERROR, "write \""},
    {"\xc2\xa0", NFH_TOKEN_ERROR, "it is a no-break space; write an ordinary one"},
};

static void lex_sign(const struct nfh_source *source, struct nfh_token *token)
{
    const char *text = source->text + token->place.offset;
    size_t left = source->length - token->place.offset;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t length = strlen(signs[i].text);
        if (length <= left && memcmp(text, signs[i].text, length) == 0) {
            set_end(token, token->place.offset + length);
            if (signs[i].kind == NFH_TOKEN_ERROR)
                set_error(token, NFH_CODE_CHARACTER, signs[i].instead);
            else
                token->kind = signs[i].kind;
            return;
        }
    }
    size_t length = nfh_priv_utf8_step(text, left);
    set_end(token, token->place.offset + length);
    set_error(token, NFH_CODE_CHARACTER,
              length > 1 ? "it can only stand in strings, quoted names and comments" : NULL);
}

void nfh_priv_lex(const struct nfh_source *source, uint32_t offset, struct nfh_token *token)
{
    *token = (struct nfh_token){.kind = NFH_TOKEN_END};
    bool closed = nfh_priv_skip_blanks(source, &offset);
    token->place.offset = offset;
    token->end = offset;
    if (!closed) {
        set_error(token, NFH_CODE_OPEN_COMMENT, "this comment has no end");
        token->place.length = 2;
        token->end = (uint32_t)source->length;
        return;
    }
    char c = at(source, offset), next = at(source, offset + 1u);
    if (offset >= source->length)
        return;
    if (nfh_priv_is_letter(c)) {
        lex_word(source, token, offset);
    } else if (nfh_priv_is_digit(c)) {
        lex_number(source, token);
    } else if (c == '\'' || c == '"' || c == '`') {
        lex_quoted(source, token, c);
    } else if (c == '@') {
        nfh_priv_lex_date(source, token);
    } else if (c == '$' && nfh_priv_is_letter(next)) {
        lex_word(source, token, offset + 1u);
        token->kind = NFH_TOKEN_SPECIAL;
    } else if (c == '.' && nfh_priv_is_digit(next)) {
        set_end(token, offset + 1u);
        set_error(token, NFH_CODE_NUMBER_FORM, "a number needs a digit before its point");
    } else {
        lex_sign(source, token);
    }
}
