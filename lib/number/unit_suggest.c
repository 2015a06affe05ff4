/* SPDX-License-Identifier: MIT
 *
 * unit_suggest.c - common slips in writing units, and the UCUM codes that were meant.
 */
#include "number/unit_internal.h"

#define SLIP(wrong, right)                                 \
    {                                                      \
        wrong, right, "no unit of UCUM; write '" right "'" \
    }

/* None of these texts is itself a unit. Case counts only where nothing else fits. */
/* clang-format off */
static const struct nfh_unit_slip slips[] = {
    /* lengths, areas, volumes, masses */
    {"meter", "m"},
    {"centimeter", "cm"},
    {"millimeter", "mm"},
    {"micron", "um"},
    {"inch", "[in_i]"},
    {"inches", "[in_i]"},
    {"in", "[in_i]"},
    {"foot", "[ft_i]"},
    {"feet", "[ft_i]"},
    {"m^2", "m2"},
    {"m²", "m2"},
    {"cm^2", "cm2"},
    {"cm²", "cm2"},
    {"mm²", "mm2"},
    {"cm^3", "cm3"},
    {"cm³", "cm3"},
    {"m³", "m3"},
    {"mm³", "mm3"},
    {"cc", "mL"},
    {"mls", "mL"},
    {"milliliter", "mL"},
    {"liter", "L"},
    {"litre", "L"},
    {"mcL", "uL"},
    {"µL", "uL"},
    {"µl", "uL"},
    {"gm", "g"},
    {"gram", "g"},
    {"kilogram", "kg"},
    {"milligram", "mg"},
    {"mcg", "ug"},
    {"µg", "ug"},
    {"microgram", "ug"},
    {"lb", "[lb_av]"},
    {"pound", "[lb_av]"},
    {"oz", "[oz_av]"},
    {"ounce", "[oz_av]"},
    {"kg/m^2", "kg/m2"},
    {"kg/m²", "kg/m2"},
    {"µm", "um"},
    /* time */
    {"msec", "ms"},
    {"millisecond", "ms"},
    {"µs", "us"},
    {"usec", "us"},
    {"sec", "s"},
    {"second", "s"},
    {"mins", "min"},
    {"minute", "min"},
    {"hr", "h"},
    {"hour", "h"},
    {"day", "d"},
    {"week", "wk"},
    {"wks", "wk"},
    {"month", "mo"},
    {"year", "a"},
    {"yr", "a"},
    /* pressure, temperature, rates */
    {"mmHg", "mm[Hg]"},
    {"mm Hg", "mm[Hg]"},
    {"torr", "mm[Hg]"},
    {"cmH2O", "cm[H2O]"},
    {"cm H2O", "cm[H2O]"},
    {"cmH20", "cm[H2O]"},
    {"°C", "Cel"},
    {"degC", "Cel"},
    {"deg C", "Cel"},
    {"celsius", "Cel"},
    {"°F", "[degF]"},
    {"degF", "[degF]"},
    {"deg F", "[degF]"},
    {"fahrenheit", "[degF]"},
    {"bpm", "/min"},
    {"beats/min", "/min"},
    {"beats/minute", "/min"},
    {"beats per minute", "/min"},
    {"beat/min", "/min"},
    {"breaths/min", "/min"},
    {"breaths/minute", "/min"},
    {"breaths per minute", "/min"},
    {"per min", "/min"},
    {"per minute", "/min"},
    {"1/minute", "/min"},
    {"/minute", "/min"},
    {"L/minute", "L/min"},
    {"mL/minute", "mL/min"},
    {"mL/hr", "mL/h"},
    {"mm/hr", "mm/h"},
    {"mL/min/1.73m2", "mL/min/{1.73_m2}"},
    {"mL/min/1.73 m2", "mL/min/{1.73_m2}"},
    {"mL/min/1.73m^2", "mL/min/{1.73_m2}"},
    {"mL/min/1.73m²", "mL/min/{1.73_m2}"},
    {"mL/min/1.73 m²", "mL/min/{1.73_m2}"},
    {"mL/min/1.73_m2", "mL/min/{1.73_m2}"},
    {"mL/min/1,73m2", "mL/min/{1.73_m2}"},
    /* laboratory */
    {"µmol", "umol"},
    {"mcmol", "umol"},
    {"micromol", "umol"},
    {"µmol/L", "umol/L"},
    {"mcmol/L", "umol/L"},
    {"micromol/L", "umol/L"},
    {"µmol/24h", "umol/d"},
    {"mole", "mol"},
    {"mmole", "mmol"},
    {"mM", "mmol/L"},
    {"µM", "umol/L"},
    {"µg/L", "ug/L"},
    {"mcg/L", "ug/L"},
    {"µg/mL", "ug/mL"},
    {"mcg/mL", "ug/mL"},
    {"µg/dL", "ug/dL"},
    {"mcg/dL", "ug/dL"},
    {"mcg/kg", "ug/kg"},
    {"µg/kg", "ug/kg"},
    {"mcg/d", "ug/d"},
    {"mcg/day", "ug/d"},
    {"mg/day", "mg/d"},
    {"g/day", "g/d"},
    {"mg/24h", "mg/d"},
    {"mg/24hr", "mg/d"},
    {"mg/kg/day", "mg/kg/d"},
    {"mL/day", "mL/d"},
    {"/day", "/d"},
    {"gm/dL", "g/dL"},
    {"gm/L", "g/L"},
    {"IU", "[IU]"},
    {"mIU", "m[IU]"},
    {"µIU", "u[IU]"},
    {"uIU", "u[IU]"},
    {"IU/L", "[IU]/L"},
    {"IU/mL", "[IU]/mL"},
    {"IU/dL", "[IU]/dL"},
    {"IU/kg", "[IU]/kg"},
    {"IU/d", "[IU]/d"},
    {"IU/day", "[IU]/d"},
    {"mIU/L", "m[IU]/L"},
    {"mIU/mL", "m[IU]/mL"},
    {"uIU/mL", "u[IU]/mL"},
    {"µIU/mL", "u[IU]/mL"},
    {"unit", "U"},
    {"unit/L", "U/L"},
    {"units/L", "U/L"},
    {"units/mL", "U/mL"},
    {"µkat/L", "ukat/L"},
    {"µkat", "ukat"},
    {"mOsm", "mosm"},
    {"mOsmol", "mosm"},
    {"mosmol", "mosm"},
    {"mOsm/kg", "mosm/kg"},
    {"mOsmol/kg", "mosm/kg"},
    {"mosmol/kg", "mosm/kg"},
    {"mOsm/L", "mosm/L"},
    {"percent", "%"},
    {"percentage", "%"},
    {"pct", "%"},
    {"per cent", "%"},
    {"‰", "[ppth]"},
    {"ppm", "[ppm]"},
    {"10e3/uL", "10*3/uL"},
    {"10e6/uL", "10*6/uL"},
    {"10e9/L", "10*9/L"},
    {"10e12/L", "10*12/L"},
    {"x10^9/L", "10*9/L"},
    {"x10*9/L", "10*9/L"},
    {"×10^9/L", "10*9/L"},
    {"×10⁹/L", "10*9/L"},
    {"10⁹/L", "10*9/L"},
    {"10^9 /L", "10*9/L"},
    {"10^12 /L", "10*12/L"},
    {"x10^12/L", "10*12/L"},
    {"×10^12/L", "10*12/L"},
    {"10¹²/L", "10*12/L"},
    {"x10^3/uL", "10*3/uL"},
    {"10^3/µL", "10*3/uL"},
    {"x10^3/µL", "10*3/uL"},
    {"K/µL", "10*3/uL"},
    {"10³/µL", "10*3/uL"},
    {"x10^6/uL", "10*6/uL"},
    {"10^6/µL", "10*6/uL"},
    {"M/µL", "10*6/uL"},
    {"/µL", "/uL"},
    {"/mcL", "/uL"},
    {"cells/uL", "/uL"},
    {"cells/µL", "/uL"},
    {"cells/mm3", "/mm3"},
    {"cells/mL", "/mL"},
    {"copies/mL", "{copies}/mL"},
    {"CFU", "[CFU]"},
    {"CFU/mL", "[CFU]/mL"},
    {"/HPF", "/[HPF]"},
    {"HPF", "[HPF]"},
    {"INR", "{INR}"},
    {"score", "{score}"},
};
/* clang-format on */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* U+03BC, the Greek letter, stands for U+00B5, the micro sign. */
static bool is_greek_mu(const char *text, size_t left)
{
    return left >= 2 && text[0] == '\xCE' && text[1] == '\xBC';
}

static bool matches(const char *text, size_t length, const char *wrong, bool any_case)
{
    size_t i = 0;

    for (; i < length && *wrong != '\0'; wrong++) {
        if (wrong[0] == '\xC2' && wrong[1] == '\xB5' && is_greek_mu(text + i, length - i)) {
            i += 2;
            wrong++;
            continue;
        }
        if (text[i] != *wrong && !(any_case && lower(text[i]) == lower(*wrong)))
            return false;
        i++;
    }
    /* The plural of a word is the same slip. */
    if (i >= 2 && i + 1 == length && text[i] == 's')
        i++;
    return i == length && *wrong == '\0';
}

const struct nfh_unit_slip *nfh_priv_unit_slip(const char *text, size_t length)
{
    int any_case;
    size_t i;

    for (any_case = 0; any_case <= 1; any_case++) {
        for (i = 0; i < sizeof slips / sizeof slips[0]; i++) {
            if (matches(text, length, slips[i].wrong, any_case))
                return &slips[i];
        }
    }
    return NULL;
}

size_t nfh_priv_unit_slip_count(void)
{
    return sizeof slips / sizeof slips[0];
}

const struct nfh_unit_slip *nfh_priv_unit_slip_at(size_t index)
{
    return &slips[index];
}
