/* SPDX-License-Identifier: MIT
 *
 * datetime.c - a DateTime as its components and as a count of milliseconds.
 */
#include "number/datetime.h"

#include "number/datetime_internal.h"

#define OFFSET_BIAS 1024 /* so that a stored 0 is no offset */
#define DATE_SHIFT  41   /* the top of a DateTime is an nfh_date */

static bool is_within(int value, int last)
{
    return value >= 0 && value <= last;
}

bool nfh_priv_datetime_is_valid(const struct nfh_datetime_parts *parts)
{
    int precision = parts->precision;

    if (precision < NFH_PRECISION_YEAR || precision > NFH_PRECISION_MILLISECOND)
        return false;
    if (parts->offset != NFH_OFFSET_NONE && !nfh_priv_zone_is_known(parts->offset))
        return false;
    if (precision >= NFH_PRECISION_MONTH && parts->month == 0)
        return false;
    if (precision >= NFH_PRECISION_DAY && parts->day == 0)
        return false;
    return nfh_priv_date_is_valid(parts->year, precision >= NFH_PRECISION_MONTH ? parts->month : 0,
                                  precision >= NFH_PRECISION_DAY ? parts->day : 0) &&
           (precision < NFH_PRECISION_HOUR || is_within(parts->hour, 23)) &&
           (precision < NFH_PRECISION_MINUTE || is_within(parts->minute, 59)) &&
           (precision < NFH_PRECISION_SECOND || is_within(parts->second, 59)) &&
           (precision < NFH_PRECISION_MILLISECOND || is_within(parts->millisecond, 999));
}

static nfh_datetime pack_end(int precision, int offset)
{
    return (uint64_t)precision << 11 |
           (offset == NFH_OFFSET_NONE ? 0 : (uint64_t)(offset + OFFSET_BIAS));
}

/* Without what is finer than the precision. */
static uint64_t components(nfh_datetime value, int precision)
{
    return value >> nfh_datetime_shifts[precision] << nfh_datetime_shifts[precision];
}

nfh_datetime nfh_priv_datetime_pack(const struct nfh_datetime_parts *parts)
{
    nfh_date date =
        nfh_priv_date_pack(parts->year, parts->precision >= NFH_PRECISION_MONTH ? parts->month : 0,
                           parts->precision >= NFH_PRECISION_DAY ? parts->day : 0);
    uint64_t value = (uint64_t)date << DATE_SHIFT;

    if (parts->precision >= NFH_PRECISION_HOUR)
        value |= (uint64_t)parts->hour << 36;
    if (parts->precision >= NFH_PRECISION_MINUTE)
        value |= (uint64_t)parts->minute << 30;
    if (parts->precision >= NFH_PRECISION_SECOND)
        value |= (uint64_t)parts->second << 24;
    if (parts->precision >= NFH_PRECISION_MILLISECOND)
        value |= (uint64_t)parts->millisecond << 14;
    return value | pack_end(parts->precision, parts->offset);
}

int nfh_priv_datetime_offset(nfh_datetime value)
{
    return nfh_priv_datetime_has_offset(value) ? (int)(value & 2047) - OFFSET_BIAS
                                               : NFH_OFFSET_NONE;
}

void nfh_priv_datetime_unpack(nfh_datetime value, struct nfh_datetime_parts *parts)
{
    parts->year = (int)(value >> 50);
    parts->month = (int)(value >> 46 & 15);
    parts->day = (int)(value >> 41 & 31);
    parts->hour = (int)(value >> 36 & 31);
    parts->minute = (int)(value >> 30 & 63);
    parts->second = (int)(value >> 24 & 63);
    parts->millisecond = (int)(value >> 14 & 1023);
    parts->precision = nfh_priv_datetime_precision(value);
    parts->offset = nfh_priv_datetime_offset(value);
}

bool nfh_priv_datetime_component(nfh_datetime value, enum nfh_precision component, int *result)
{
    struct nfh_datetime_parts parts;

    nfh_priv_datetime_unpack(value, &parts);
    if (parts.precision < (int)component)
        return false;
    switch (component) {
    case NFH_PRECISION_YEAR:
        *result = parts.year;
        break;
    case NFH_PRECISION_MONTH:
        *result = parts.month;
        break;
    case NFH_PRECISION_DAY:
        *result = parts.day;
        break;
    case NFH_PRECISION_HOUR:
        *result = parts.hour;
        break;
    case NFH_PRECISION_MINUTE:
        *result = parts.minute;
        break;
    case NFH_PRECISION_SECOND:
        *result = parts.second;
        break;
    case NFH_PRECISION_MILLISECOND:
        *result = parts.millisecond;
        break;
    }
    return true;
}

nfh_datetime nfh_priv_datetime_from_date(nfh_date date)
{
    int precision = (int)nfh_priv_date_precision(date);

    return (uint64_t)date << DATE_SHIFT | pack_end(precision, NFH_OFFSET_NONE);
}

nfh_date nfh_priv_datetime_date(nfh_datetime value)
{
    return (nfh_date)(value >> DATE_SHIFT);
}

nfh_datetime nfh_priv_datetime_cut(nfh_datetime value, int precision)
{
    return components(value, precision) | pack_end(precision, nfh_priv_datetime_offset(value));
}

int64_t nfh_priv_datetime_to_ms(nfh_datetime value)
{
    int64_t minutes = (int64_t)(value >> 36 & 31) * 60 + (int64_t)(value >> 30 & 63);
    int64_t ms = (int64_t)(value >> 24 & 63) * 1000 + (int64_t)(value >> 14 & 1023);
    int64_t days = nfh_priv_date_to_days(nfh_priv_datetime_date(value));

    return days * NFH_MS_PER_DAY + minutes * NFH_MS_PER_MINUTE + ms;
}

nfh_datetime nfh_priv_datetime_from_ms(int64_t ms, int precision, int offset)
{
    int64_t days = ms / NFH_MS_PER_DAY, rest = ms % NFH_MS_PER_DAY;
    uint64_t value;

    if (rest < 0) {
        days--;
        rest += NFH_MS_PER_DAY;
    }
    value = (uint64_t)nfh_priv_date_from_days((int32_t)days) << DATE_SHIFT |
            (uint64_t)(rest / 3600000) << 36 | (uint64_t)(rest / 60000 % 60) << 30 |
            (uint64_t)(rest / 1000 % 60) << 24 | (uint64_t)(rest % 1000) << 14;
    return components(value, precision) | pack_end(precision, offset);
}

nfh_datetime nfh_priv_datetime_time(nfh_datetime value, int zone)
{
    int precision = nfh_priv_datetime_precision(value), offset = nfh_priv_datetime_offset(value);
    int64_t ms;

    if (precision < NFH_PRECISION_HOUR)
        return 0;
    ms = nfh_priv_datetime_to_ms(value);
    if (offset != NFH_OFFSET_NONE) {
        if (!nfh_priv_zone_is_known(zone) ||
            (precision == NFH_PRECISION_HOUR && (zone - offset) % 60 != 0))
            return 0;
        ms += (int64_t)(zone - offset) * NFH_MS_PER_MINUTE;
    }
    ms %= NFH_MS_PER_DAY;
    if (ms < 0)
        ms += NFH_MS_PER_DAY;
    return nfh_priv_datetime_from_ms(ms + (int64_t)NFH_DAYS_MIN * NFH_MS_PER_DAY, precision,
                                     NFH_OFFSET_NONE);
}
