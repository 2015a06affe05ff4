/* SPDX-License-Identifier: MIT
 *
 * lexer_date.c - the form of literals that begin with @: dates, times, and both.
 *
 * What looks like a date but is none (@2014-1-1) is an error rather than a subtraction. Whether a
 * day exists in the calendar is left to the parser.
 */
#include "cql/lexer.h"

struct cursor {
    const struct nfh_source *source;
    size_t at;
    bool out_of_range; /* an hour of 24, a minute of 60 … */
};

static char look(const struct cursor *c, size_t ahead)
{
    return c->at + ahead < c->source->length ? c->source->text[c->at + ahead] : '\0';
}

/* Takes `count` digits that no further digit follows. */
static bool take_digits(struct cursor *c, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!nfh_priv_is_digit(look(c, i)))
            return false;
    }
    if (nfh_priv_is_digit(look(c, count)))
        return false;
    c->at += count;
    return true;
}

static bool take_two(struct cursor *c, int most)
{
    if (!take_digits(c, 2))
        return false;
    const char *digits = c->source->text + c->at - 2;
    if ((digits[0] - '0') * 10 + (digits[1] - '0') > most)
        c->out_of_range = true;
    return true;
}

/* hh[:mm[:ss[.fff]]] */
static bool take_time(struct cursor *c)
{
    if (!take_two(c, 23))
        return false;
    for (int part = 0; part < 2 && look(c, 0) == ':'; part++) {
        c->at++;
        if (!take_two(c, 59))
            return false;
        if (part == 1 && look(c, 0) == '.') {
            c->at++;
            if (!nfh_priv_is_digit(look(c, 0)))
                return false;
            while (nfh_priv_is_digit(look(c, 0)))
                c->at++;
        }
    }
    return true;
}

static bool is_zone(const struct cursor *c)
{
    if (look(c, 0) == 'Z')
        return !nfh_priv_is_letter(look(c, 1)) && !nfh_priv_is_digit(look(c, 1));
    return (look(c, 0) == '+' || look(c, 0) == '-') && nfh_priv_is_digit(look(c, 1)) &&
           nfh_priv_is_digit(look(c, 2)) && look(c, 3) == ':';
}

/* Z, or a sign and hh:mm up to 14:00, as the world's time zones go. */
static bool take_zone(struct cursor *c, bool *in_range)
{
    if (look(c, 0) == 'Z') {
        c->at++;
        return true;
    }
    const char *digits = c->source->text + c->at + 1;
    c->at++;
    bool outer = c->out_of_range;
    c->out_of_range = false;
    if (!take_two(c, 14) || look(c, 0) != ':')
        return false;
    c->at++;
    if (!take_two(c, 59))
        return false;
    int minutes = ((digits[0] - '0') * 10 + (digits[1] - '0')) * 60 + (digits[3] - '0') * 10 +
                  (digits[4] - '0');
    *in_range = !c->out_of_range && minutes <= 14 * 60;
    c->out_of_range = outer;
    return true;
}

static void fail(struct nfh_token *token, enum nfh_code code, const char *message)
{
    token->kind = NFH_TOKEN_ERROR;
    token->code = (uint16_t)code;
    token->message = message;
}

static const char time_form[] = "a time is written @Thh, @Thh:mm, @Thh:mm:ss or @Thh:mm:ss.fff";
static const char date_form[] =
    "a date is written @YYYY, @YYYY-MM or @YYYY-MM-DD, and a time may follow: Thh:mm:ss.fff";
static const char no_such_time[] = "hours go from 00 to 23, minutes and seconds from 00 to 59";

static void lex_time(struct cursor *c, struct nfh_token *token)
{
    c->at++;
    token->kind = NFH_TOKEN_TIME;
    if (!take_time(c))
        fail(token, NFH_CODE_DATE_FORM, time_form);
    else if (is_zone(c))
        fail(token, NFH_CODE_TIME_ZONE, "a time of day has no time zone");
}

static void lex_date_and_time(struct cursor *c, struct nfh_token *token, int parts)
{
    c->at++;
    token->kind = NFH_TOKEN_DATETIME;
    if (nfh_priv_is_digit(look(c, 0))) {
        bool in_range = true;
        if (parts < 3)
            fail(token, NFH_CODE_DATE_FORM,
                 "a time needs a date with year, month and day before it");
        else if (!take_time(c) || (is_zone(c) && !take_zone(c, &in_range)))
            fail(token, NFH_CODE_DATE_FORM, date_form);
        else if (!in_range)
            fail(token, NFH_CODE_TIME_ZONE, "time zones go from -14:00 to +14:00");
    } else if (is_zone(c)) {
        fail(token, NFH_CODE_TIME_ZONE, "a time zone needs a time before it");
    }
}

void nfh_priv_lex_date(const struct nfh_source *source, struct nfh_token *token)
{
    struct cursor c = {.source = source, .at = token->place.offset + 1u};
    if (look(&c, 0) == 'T') {
        lex_time(&c, token);
    } else {
        int parts = 1;
        bool form = take_digits(&c, 4);
        while (form && parts < 3 && look(&c, 0) == '-' && nfh_priv_is_digit(look(&c, 1))) {
            c.at++;
            form = take_digits(&c, 2);
            parts++;
        }
        token->kind = NFH_TOKEN_DATE;
        if (!form)
            fail(token, NFH_CODE_DATE_FORM, date_form);
        else if (look(&c, 0) == 'T')
            lex_date_and_time(&c, token, parts);
    }
    if (token->kind != NFH_TOKEN_ERROR &&
        (nfh_priv_is_letter(look(&c, 0)) || nfh_priv_is_digit(look(&c, 0)) ||
         (look(&c, 0) == ':' && nfh_priv_is_digit(look(&c, 1)))))
        fail(token, NFH_CODE_DATE_FORM, token->kind == NFH_TOKEN_TIME ? time_form : date_form);
    if (token->kind != NFH_TOKEN_ERROR && c.out_of_range)
        fail(token, NFH_CODE_DATE_RANGE, no_such_time);
    /* An error covers all that was meant as the literal. */
    while (token->kind == NFH_TOKEN_ERROR &&
           (nfh_priv_is_letter(look(&c, 0)) || nfh_priv_is_digit(look(&c, 0)) ||
            look(&c, 0) == ':' ||
            ((look(&c, 0) == '-' || look(&c, 0) == '+' || look(&c, 0) == '.') &&
             nfh_priv_is_digit(look(&c, 1)))))
        c.at++;
    token->end = (uint32_t)c.at;
    token->place.length = token->end - token->place.offset;
}
