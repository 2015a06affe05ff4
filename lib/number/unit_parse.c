/* SPDX-License-Identifier: MIT
 *
 * unit_parse.c - the syntax of UCUM units: from text to a list of factors with exponents.
 *
 *     unit       = [ "/" ] term
 *     term       = component { ( "." | "/" ) component }       left to right: a/b.c is (a/b).c
 *     component  = ( symbol [ exponent ] | number | "(" term ")" ) [ annotation ] | annotation
 *     exponent   = [ "+" | "-" ] digits
 *     annotation = "{" printable characters without braces "}"
 *
 * after Schadow and McDonald, The Unified Code for Units of Measure, version 2.2 (2024), section 2.
 * Its grammar has no annotation after a number or a parenthesis, its table of examples has:
 * /100{WBCs}, g/(8.h){shift}. And it has no blanks in annotations, but data have: {cells per field};
 * they mean as little as the rest of an annotation.
 */
#include "number/unit_internal.h"

#define EXPONENT_MAX  999
#define NUMBER_DIGITS 18

struct scanner {
    const char *text;
    size_t length;
    size_t at;
    const char *message;
    int direction; /* of the next component: 1 above, -1 below the line */
    int outer;     /* of the parentheses around it */
    size_t depth;
    int8_t stack[NFH_UNIT_TEXT]; /* `outer` of the enclosing parentheses */
};

static bool fail(struct scanner *s, const char *message)
{
    s->message = message;
    return false;
}

static int peek(const struct scanner *s)
{
    return s->at < s->length ? (unsigned char)s->text[s->at] : -1;
}

static bool is_digit(int c)
{
    return c >= '0' && c <= '9';
}

/* Characters that end a symbol, or cannot stand in one. */
static bool ends_symbol(int c)
{
    return c <= ' ' || c >= 127 || is_digit(c) || c == '.' || c == '/' || c == '(' || c == ')' ||
           c == '{' || c == '}' || c == '+' || c == '-';
}

/* Why the character at hand is out of place. */
static bool refuse(struct scanner *s, const char *expected)
{
    int c = peek(s);
    unsigned char next = s->at + 1 < s->length ? (unsigned char)s->text[s->at + 1] : 0;

    if ((c == 0xC2 && next == 0xB5) || (c == 0xCE && next == 0xBC))
        return fail(s, "micro is written u");
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
        return fail(s, "a unit has no blanks");
    if (c == '\0' || (c > 0 && c < ' ') || c >= 127)
        return fail(s, "a unit has only printable ASCII characters");
    return fail(s, expected);
}

static bool scan_annotation(struct scanner *s, struct nfh_unit_component *c)
{
    size_t start = s->at++;

    while (peek(s) != '}') {
        if (peek(s) < 0)
            return fail(s, "the annotation is not closed: '}' was expected");
        if (peek(s) < ' ' || peek(s) >= 127 || peek(s) == '{')
            return refuse(s, "an annotation has no braces inside");
        s->at++;
    }
    if (s->at == start + 1)
        return fail(s, "the annotation is empty");
    s->at++;
    c->note = s->text + start;
    c->note_length = (uint8_t)(s->at - start);
    return true;
}

static bool scan_exponent(struct scanner *s, struct nfh_unit_component *c)
{
    size_t start = s->at;
    int sign = 1, value = 0;

    if (peek(s) == '+' || peek(s) == '-') {
        sign = peek(s) == '-' ? -1 : 1;
        s->at++;
        if (!is_digit(peek(s)))
            return refuse(s, "the digits of the exponent were expected");
    } else if (!is_digit(peek(s))) {
        return true;
    }
    for (; is_digit(peek(s)); s->at++) {
        value = 10 * value + (peek(s) - '0');
        if (value > EXPONENT_MAX) {
            s->at = start;
            return fail(s, "the exponent is too large");
        }
    }
    c->exponent = sign * value;
    return true;
}

/* A symbol with its exponent and annotation; what stands in brackets belongs to it whatever it is.
 */
static bool scan_symbol(struct scanner *s, struct nfh_unit_component *c)
{
    size_t start = s->at;

    if (peek(s) == '1') /* 10* or 10^ */
        s->at += 3;
    while (s->at == start || !ends_symbol(peek(s))) {
        if (peek(s) == '[') {
            while (peek(s) != ']') {
                if (peek(s) <= ' ' || peek(s) >= 127)
                    return refuse(s, "']' was expected");
                s->at++;
            }
        }
        s->at++;
    }
    c->symbol = s->text + start;
    c->length = (uint8_t)(s->at - start);
    return scan_exponent(s, c);
}

static bool scan_number(struct scanner *s, struct nfh_unit_component *c)
{
    size_t start = s->at;

    for (; is_digit(peek(s)); s->at++) {
        if (s->at - start == NUMBER_DIGITS) {
            s->at = start;
            return fail(s, "the number is too long");
        }
        c->number = 10 * c->number + (uint64_t)(peek(s) - '0');
    }
    if (c->number == 0) {
        s->at = start;
        return fail(s, "0 is no unit");
    }
    if (!ends_symbol(peek(s)))
        return fail(s, "a number and a unit are joined by '.'");
    return true;
}

static const struct nfh_unit_component empty = {NULL, 0, 0, NULL, 1, 0};

static bool scan_component(struct scanner *s, struct nfh_unit_component *c)
{
    bool ten = s->length - s->at >= 3 && s->text[s->at] == '1' && s->text[s->at + 1] == '0' &&
               (s->text[s->at + 2] == '*' || s->text[s->at + 2] == '^');
    bool good;

    *c = empty;
    if (peek(s) == '{')
        good = true;
    else if (ten)
        good = scan_symbol(s, c);
    else if (is_digit(peek(s)))
        good = scan_number(s, c);
    else if (peek(s) < 0 || ends_symbol(peek(s)))
        good = refuse(s, "a unit was expected");
    else
        good = scan_symbol(s, c);
    c->exponent *= s->direction * s->outer;
    return good && (peek(s) != '{' || scan_annotation(s, c));
}

/* Opening parentheses: what stands inside a denominator is turned over. */
static void open_parentheses(struct scanner *s)
{
    while (peek(s) == '(') {
        s->stack[s->depth++] = (int8_t)s->outer;
        s->outer *= s->direction;
        s->direction = 1;
        s->at++;
    }
}

/* An annotation of the parentheses becomes a component of its own. */
static bool close_parentheses(struct scanner *s, struct nfh_unit_term *term)
{
    struct nfh_unit_component *c;

    while (peek(s) == ')') {
        if (s->depth == 0)
            return fail(s, "')' without '('");
        s->at++;
        if (peek(s) == '{') {
            c = &term->component[term->count++];
            *c = empty;
            c->exponent = s->outer;
            if (!scan_annotation(s, c))
                return false;
        }
        s->outer = s->stack[--s->depth];
    }
    return true;
}

static bool scan_term(struct scanner *s, struct nfh_unit_term *term)
{
    if (peek(s) == '/') {
        s->direction = -1;
        s->at++;
    }
    for (;;) {
        open_parentheses(s);
        if (!scan_component(s, &term->component[term->count]))
            return false;
        term->count++;
        if (!close_parentheses(s, term))
            return false;
        if (peek(s) < 0)
            return s->depth == 0 || fail(s, "')' was expected");
        if (peek(s) != '.' && peek(s) != '/')
            return refuse(s, "'.' or '/' was expected");
        s->direction = peek(s) == '/' ? -1 : 1;
        s->at++;
    }
}

bool nfh_priv_unit_scan(const char *text, size_t length, struct nfh_unit_term *term,
                        struct nfh_unit_error *error)
{
    struct scanner s = {text, length, 0, NULL, 1, 1, 0, {0}};
    bool good;

    term->count = 0;
    if (length == 0)
        good = fail(&s, "the unit is empty; the unit one is written 1");
    else if (length >= NFH_UNIT_TEXT)
        good = fail(&s, "the unit is longer than 63 bytes");
    else
        good = scan_term(&s, term);
    error->offset = s.at;
    error->message = s.message;
    return good;
}
