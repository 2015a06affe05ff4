/* SPDX-License-Identifier: MIT
 *
 * regex_escape.c - what stands after a backslash in a regular expression.
 */
#include "cql/regex_parser.h"
#include "cql/utf8.h"

bool nfh_priv_regex_wrong(struct nfh_regex_parser *parser, size_t offset, const char *message)
{
    parser->status = NFH_REGEX_WRONG;
    parser->error = (struct nfh_regex_error){offset, message};
    return false;
}

char nfh_priv_regex_peek(const struct nfh_regex_parser *parser, size_t ahead)
{
    size_t left = parser->pattern.length - parser->offset;
    return ahead < left ? parser->pattern.bytes[parser->offset + ahead] : '\0';
}

bool nfh_priv_regex_read_point(struct nfh_regex_parser *parser, uint32_t *point)
{
    size_t left = parser->pattern.length - parser->offset;
    size_t size = nfh_priv_utf8_read(parser->pattern.bytes + parser->offset, left, point);

    if (size == 0)
        return nfh_priv_regex_wrong(parser, parser->offset, "the pattern is not UTF-8");
    parser->offset += size;
    return true;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Reads hexadecimal digits; returns how many. A number too large for Unicode stays so. */
static int read_digits(struct nfh_regex_parser *parser, int most, uint32_t *number)
{
    int count = 0;

    *number = 0;
    for (int digit; count < most && (digit = hex_digit(nfh_priv_regex_peek(parser, 0))) >= 0;) {
        if (*number <= 0x10ffff)
            *number = *number * 16 + (uint32_t)digit;
        parser->offset++;
        count++;
    }
    return count;
}

/* \xHH or \x{H…}, after the x. */
static bool read_hexadecimal(struct nfh_regex_parser *parser, size_t start, uint32_t *point)
{
    if (nfh_priv_regex_peek(parser, 0) != '{') {
        if (read_digits(parser, 2, point) != 2)
            return nfh_priv_regex_wrong(parser, start, "\\x needs two hexadecimal digits, or {…}");
        return true;
    }
    parser->offset++;
    if (read_digits(parser, NFH_REGEX_PATTERN_MAX, point) == 0 ||
        nfh_priv_regex_peek(parser, 0) != '}')
        return nfh_priv_regex_wrong(parser, start, "\\x{…} needs hexadecimal digits alone");
    parser->offset++;
    if (*point > 0x10ffff || (*point >= 0xd800 && *point <= 0xdfff))
        return nfh_priv_regex_wrong(parser, start, "not the number of a character");
    return true;
}

/* \uHHHH, after the u; two of them where they are a pair of surrogates. */
static bool read_utf16(struct nfh_regex_parser *parser, size_t start, uint32_t *point)
{
    uint32_t low;

    if (read_digits(parser, 4, point) != 4)
        return nfh_priv_regex_wrong(parser, start, "\\u needs four hexadecimal digits");
    if (*point < 0xd800 || *point > 0xdfff)
        return true;
    if (*point <= 0xdbff && nfh_priv_regex_peek(parser, 0) == '\\' &&
        nfh_priv_regex_peek(parser, 1) == 'u') {
        parser->offset += 2;
        if (read_digits(parser, 4, &low) == 4 && low >= 0xdc00 && low <= 0xdfff) {
            *point = 0x10000 + ((*point - 0xd800) << 10) + (low - 0xdc00);
            return true;
        }
    }
    return nfh_priv_regex_wrong(parser, start, "a surrogate without the other one of its pair");
}

static bool is_set(char letter, struct nfh_regex_escape *escape)
{
    char lower = letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;

    escape->kind = NFH_REGEX_IS_SET;
    escape->negated = lower != letter;
    switch (lower) {
    case 'd':
        escape->set = NFH_REGEX_DIGITS;
        return true;
    case 'w':
        escape->set = NFH_REGEX_LETTERS;
        return true;
    case 's':
        escape->set = NFH_REGEX_SPACES;
        return true;
    case 'h':
        escape->set = NFH_REGEX_HORIZONTAL;
        return true;
    case 'v':
        escape->set = NFH_REGEX_VERTICAL;
        return true;
    default:
        return false;
    }
}

static bool is_place(char letter, struct nfh_regex_escape *escape)
{
    escape->kind = NFH_REGEX_IS_PLACE;
    escape->negated = letter == 'B';
    switch (letter) {
    case 'A':
        escape->place = NFH_REGEX_AT_START;
        return true;
    case 'z':
        escape->place = NFH_REGEX_AT_END;
        return true;
    case 'Z':
        escape->place = NFH_REGEX_AT_LAST_LINE_END;
        return true;
    case 'b':
    case 'B':
        escape->place = NFH_REGEX_AT_WORD_BORDER;
        return true;
    default:
        return false;
    }
}

static bool is_control(char letter, uint32_t *point)
{
    static const char letters[] = "tnrfea";
    static const char points[] = {'\t', '\n', '\r', '\f', 0x1b, '\a'};

    for (size_t i = 0; i < sizeof points; i++) {
        if (letter == letters[i]) {
            *point = (uint32_t)points[i];
            return true;
        }
    }
    return false;
}

/* Why a letter or digit after the backslash is none of those that are supported. */
static const char *reason(char c)
{
    switch (c) {
    case '0':
    case 'o':
        return "octal numbers are not supported: use \\x{…}";
    case 'g':
    case 'k':
        return "back-references are not supported";
    case 'p':
    case 'P':
    case 'X':
        return "Unicode properties are not supported";
    case 'Q':
    case 'E':
        return "quoting by \\Q…\\E is not supported: put a backslash before each sign";
    case 'c':
        return "control characters by \\c are not supported: use \\xHH";
    case 'C':
    case 'G':
    case 'K':
    case 'N':
    case 'R':
        return "this escape is not supported";
    default:
        return c >= '1' && c <= '9' ? "back-references are not supported" : "no such escape";
    }
}

bool nfh_priv_regex_read_escape(struct nfh_regex_parser *parser, bool in_class,
                                struct nfh_regex_escape *escape)
{
    size_t start = parser->offset++;

    if (parser->offset == parser->pattern.length)
        return nfh_priv_regex_wrong(parser, start, "nothing comes after the backslash");
    char c = nfh_priv_regex_peek(parser, 0);
    bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    *escape = (struct nfh_regex_escape){.kind = NFH_REGEX_IS_POINT};
    if (!is_letter && !(c >= '0' && c <= '9'))
        return nfh_priv_regex_read_point(parser, &escape->point);
    parser->offset++;
    if (c == 'x')
        return read_hexadecimal(parser, start, &escape->point);
    if (c == 'u')
        return read_utf16(parser, start, &escape->point);
    if (is_control(c, &escape->point))
        return true;
    if (in_class && c == 'b') {
        escape->point = '\b';
        return true;
    }
    if (is_set(c, escape) || (!in_class && is_place(c, escape)))
        return true;
    return nfh_priv_regex_wrong(
        parser, start,
        in_class && is_place(c, escape) ? "this escape has no meaning in a class" : reason(c));
}
