/* SPDX-License-Identifier: MIT
 *
 * lexer.h - tokens of CQL text. A token is found from its offset alone, so that the parser can look
 * ahead at will.
 *
 * Phrases of several words (`or before`, `included in`, `such that`) are single words here; the
 * parser joins them.
 */
#ifndef NFH_CQL_LEXER_H
#define NFH_CQL_LEXER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cql/ast.h"

enum nfh_token_kind {
    NFH_TOKEN_END = 0,
    NFH_TOKEN_ERROR,   /* code; message or hint */
    NFH_TOKEN_WORD,    /* a name without quotes, or a keyword: word */
    NFH_TOKEN_QUOTED,  /* "name" or `name` */
    NFH_TOKEN_SPECIAL, /* $this, $index, $total */
    NFH_TOKEN_STRING,
    NFH_TOKEN_NUMBER, /* 5, 5.0 */
    NFH_TOKEN_LONG,   /* 5L */
    NFH_TOKEN_DATE,
    NFH_TOKEN_DATETIME,
    NFH_TOKEN_TIME,
    /* Signs */
    NFH_TOKEN_LEFT_PARENTHESIS,
    NFH_TOKEN_RIGHT_PARENTHESIS,
    NFH_TOKEN_LEFT_BRACKET,
    NFH_TOKEN_RIGHT_BRACKET,
    NFH_TOKEN_LEFT_BRACE,
    NFH_TOKEN_RIGHT_BRACE,
    NFH_TOKEN_COMMA,
    NFH_TOKEN_COLON,
    NFH_TOKEN_POINT,
    NFH_TOKEN_PLUS,
    NFH_TOKEN_MINUS,
    NFH_TOKEN_STAR,
    NFH_TOKEN_SLASH,
    NFH_TOKEN_POWER,
    NFH_TOKEN_AMPERSAND,
    NFH_TOKEN_BAR,
    NFH_TOKEN_PERCENT,
    NFH_TOKEN_ARROW,
    NFH_TOKEN_EQUAL,
    NFH_TOKEN_NOT_EQUAL,
    NFH_TOKEN_EQUIVALENT,
    NFH_TOKEN_NOT_EQUIVALENT,
    NFH_TOKEN_LESS,
    NFH_TOKEN_LESS_OR_EQUAL,
    NFH_TOKEN_GREATER,
    NFH_TOKEN_GREATER_OR_EQUAL
};

enum nfh_word {
    NFH_WORD_NONE = 0, /* an ordinary name */
#define NFH_WORD(identifier, text, use, precision, plural) NFH_WORD_##identifier,
#include "cql/words.def"
#undef NFH_WORD
    NFH_WORD_COUNT
};

enum nfh_word_use { NFH_WORD_USE_PLAIN, NFH_WORD_USE_KEYWORD, NFH_WORD_USE_RESERVED };

struct nfh_token {
    uint8_t kind;  /* enum nfh_token_kind */
    uint8_t word;  /* enum nfh_word */
    uint16_t code; /* of an error: enum nfh_code */
    struct nfh_place place;
    uint32_t end;        /* where the next token is looked for */
    const char *message; /* of an error; for NFH_CODE_CHARACTER what to write instead, or NULL */
};

/* The first token at or after offset. The text is valid UTF-8 without NUL. */
void nfh_priv_lex(const struct nfh_source *source, uint32_t offset, struct nfh_token *token);
/* For nfh_priv_lex: the end and kind, or the error, of the literal whose @ is at place.offset. */
void nfh_priv_lex_date(const struct nfh_source *source, struct nfh_token *token);
/* Finds blanks and comments: the offset of what comes after them. False: a comment without end
 * begins at *offset. */
bool nfh_priv_skip_blanks(const struct nfh_source *source, uint32_t *offset);

enum nfh_word_use nfh_priv_word_use(enum nfh_word word);
/* NFH_TIME_NONE when it is no calendar word. */
enum nfh_time_precision nfh_priv_word_precision(enum nfh_word word, bool *plural);
const char *nfh_priv_word_text(enum nfh_word word);

static inline bool nfh_priv_is_digit(char c)
{
    return c >= '0' && c <= '9';
}
static inline bool nfh_priv_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

#endif
