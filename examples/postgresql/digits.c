/* SPDX-License-Identifier: MIT
 *
 * digits.c - the digits of a numeric, without a way through text, which would be most of the time
 * that a row takes.
 *
 * How a numeric is stored is not declared to extensions, although data files depend on it. So it is
 * tried, once in a backend, on numbers of which the text is known; if it were stored otherwise, or
 * has more digits than matter here, the caller takes its text.
 */
#include "nfhpg.h"

#include "utils/builtins.h"

/* The first 16 bits: two say what follows. */
#define KIND                  0xc000
#define KIND_SHORT            0x8000
#define KIND_SPECIAL          0xc000
#define LONG_NEGATIVE         0x4000
#define SHORT_NEGATIVE        0x2000
#define SHORT_WEIGHT_NEGATIVE 0x0040
#define SHORT_WEIGHT          0x003f

/* Digits to the base of 10000: those before the point, after it, and in all. */
#define BASE     10000
#define WHOLE    2
#define FRACTION 2

static uint16 word(const char *at)
{
    uint16 value;

    memcpy(&value, at, sizeof value);
    return value;
}

/* The number times 10^8, when it has at most 8 places after the point and is less than 10^7. */
static bool read_digits(const char *at, size_t size, int64 *scaled)
{
    uint16 header;
    int weight, count;
    bool negative;
    int64 value = 0;

    if (size < sizeof header || ((header = word(at)) & KIND) == KIND_SPECIAL)
        return false;
    at += sizeof header;
    size -= sizeof header;
    if ((header & KIND) == KIND_SHORT) {
        negative = (header & SHORT_NEGATIVE) != 0;
        weight = (header & SHORT_WEIGHT) -
                 ((header & SHORT_WEIGHT_NEGATIVE) != 0 ? SHORT_WEIGHT + 1 : 0);
    } else {
        if (size < sizeof(int16))
            return false;
        negative = (header & KIND) == LONG_NEGATIVE;
        weight = (int16)word(at);
        at += sizeof(int16);
        size -= sizeof(int16);
    }
    count = (int)(size / sizeof(int16));
    if (count == 0) {
        *scaled = 0;
        return true;
    }
    if (weight >= WHOLE || weight < -FRACTION || count > weight + 1 + FRACTION)
        return false;
    for (int place = weight; place >= -FRACTION; place--, count--, at += sizeof(int16))
        value = value * BASE + (count > 0 ? (int16)word(at) : 0);
    *scaled = negative ? -value : value;
    return value < NFHPG_SCALED_END;
}

static bool try_number(const char *string, int64 expected)
{
    struct varlena *number = (struct varlena *)DatumGetPointer(DirectFunctionCall3(
        numeric_in, CStringGetDatum(string), ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
    int64 scaled = 0;

    return read_digits(VARDATA_ANY(number), VARSIZE_ANY_EXHDR(number), &scaled) &&
           scaled == expected;
}

static bool try_storage(void)
{
    return try_number("0", 0) && try_number("0.00", 0) && try_number("1", INT64CONST(100000000)) &&
           try_number("-81.80", -INT64CONST(8180000000)) && try_number("0.00000001", 1) &&
           try_number("-0.0012", -INT64CONST(120000)) &&
           try_number("10000", INT64CONST(1000000000000)) &&
           try_number("1234567.89012345", INT64CONST(123456789012345)) &&
           try_number("60.450000000000000000000000000000000000000000000000000000000000000000000000",
                      INT64CONST(6045000000));
}

bool nfhpg_digits(Numeric number, int64 *scaled)
{
    static enum { UNTRIED, AS_KNOWN, OTHERWISE } storage = UNTRIED;
    const struct varlena *stored = (const struct varlena *)number;

    if (storage == UNTRIED)
        storage = try_storage() ? AS_KNOWN : OTHERWISE;
    return storage == AS_KNOWN &&
           read_digits(VARDATA_ANY(stored), VARSIZE_ANY_EXHDR(stored), scaled);
}
