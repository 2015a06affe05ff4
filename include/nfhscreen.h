/* SPDX-License-Identifier: MIT
 *
 * nfhscreen.h - the whole public interface of libnfhscreen.
 *
 * libnfhscreen decides whether a subject may enter a clinical trial: clinical calculations as pure
 * functions, and rule sets written in HL7 CQL, evaluated in three-valued logic with exact decimals.
 *
 * Conventions
 *   - A function returns a status: NFH_OK (0) or one of the NFH_E_… numbers, which are permanent.
 *     Results go through the last pointers. The exceptions are nfh_version() and nfh_status_…(),
 *     which return text, and the …_free functions.
 *   - On any status but NFH_OK a result is NaN, NFH_DATE_UNKNOWN, NFH_UNKNOWN, 0 or NULL, never
 *     left alone; only a null result pointer, which is NFH_E_NULL, cannot be written to.
 *   - NaN and NFH_DATE_UNKNOWN mean "not known". Units stand in the arguments' names.
 *   - Threads: a function without a handle is pure and may be called from any thread. A rule set is
 *     immutable and may be used by any number of threads at once. Any other handle belongs to one
 *     thread at a time.
 *   - Lifetime: text that a function hands out belongs to the handle it came from and lives as long
 *     as that says. Nothing is for the caller to free but handles, by their …_free function, which
 *     takes NULL and does nothing then.
 *   - No global state, no locale, no environment, no files, no logging.
 */
#ifndef NFHSCREEN_H
#define NFHSCREEN_H

#include <stddef.h>
#include <stdint.h>

#define NFH_VERSION_MAJOR 0
#define NFH_VERSION_MINOR 1
#define NFH_VERSION_PATCH 0

#if defined(_WIN32)
#if defined(NFH_BUILDING)
#define NFH_API __declspec(dllexport)
#else
#define NFH_API
#endif
#elif defined(__GNUC__)
#define NFH_API __attribute__((visibility("default")))
#else
#define NFH_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Constants: explicit and permanent; a retired number is never given out again ------------ */

/* Truth values of three-valued (Kleene) logic. */
#define NFH_FALSE 0
#define NFH_TRUE 1
#define NFH_UNKNOWN 2

/* Sex as ISO/IEC 5218 codes it. */
#define NFH_SEX_UNKNOWN 0
#define NFH_SEX_MALE 1
#define NFH_SEX_FEMALE 2

/* A date that is not known. Dates are days since 1970-01-01, years 0001 to 9999. */
#define NFH_DATE_UNKNOWN INT32_MIN
#define NFH_DATE_SIZE 11 /* bytes that nfh_date_format needs */

/* Status codes. nfh_status_text() gives each its text; nfhscreen(3) lists cause and cure. */
#define NFH_OK 0
#define NFH_E_NULL 10          /* a pointer is NULL that must not be */
#define NFH_E_UNKNOWN 20       /* an argument is not known: NaN, NFH_DATE_UNKNOWN … */
#define NFH_E_INFINITE 21      /* an argument is infinite */
#define NFH_E_RANGE 22         /* an argument or the result is out of its range */
#define NFH_E_SYNTAX 30        /* text that cannot be read as what it should be */
#define NFH_E_UNIT 31          /* a unit that is none, or that does not fit the parameter */
#define NFH_E_TYPE 32          /* a value of another type than the parameter's */
#define NFH_E_VALUE 33         /* a value that is not among those that the parameter takes */
#define NFH_E_NAME 40          /* no parameter, criterion, definition or rule set of that name */
#define NFH_E_INDEX 41         /* an index beyond the last */
#define NFH_E_MISMATCH 42      /* handles that belong to different rule sets */
#define NFH_E_STATE 43         /* another call must come first, such as nfh_screen */
#define NFH_E_COMPILE 50       /* the rule set has errors: see the compiler's diagnostics */
#define NFH_E_INCLUDE 51       /* an included library is missing: nfh_compiler_missing_library */
#define NFH_E_EVALUATE 52      /* a definition ended in a run-time error */
#define NFH_E_LIMIT 60         /* a limit of this header was reached */
#define NFH_E_MEMORY 61        /* out of memory */
#define NFH_E_BUFFER 62        /* the buffer is too small; the size needed was written */
#define NFH_E_ARROW 70         /* an Arrow structure that contradicts itself, or was released */

/* Verdicts. */
#define NFH_VERDICT_ELIGIBLE 1
#define NFH_VERDICT_INELIGIBLE 2
#define NFH_VERDICT_UNDETERMINED 3
/* Of columns only: a value of the row cannot be read, so that nothing is decided. */
#define NFH_VERDICT_ERROR 0

/* Categories of criteria. A check is a data query: it holds when data contradict each other. */
#define NFH_CATEGORY_INCLUSION 1
#define NFH_CATEGORY_EXCLUSION 2
#define NFH_CATEGORY_CHECK 3

/* Types of parameters, as CQL has them. The last three cannot be set: such a parameter is its
 * default, or null. So is one of an interval, a choice of types, or Any; its number is none of
 * these. */
#define NFH_TYPE_BOOLEAN 1
#define NFH_TYPE_INTEGER 2
#define NFH_TYPE_LONG 3
#define NFH_TYPE_DECIMAL 4
#define NFH_TYPE_STRING 5
#define NFH_TYPE_DATE 6
#define NFH_TYPE_DATETIME 7
#define NFH_TYPE_TIME 8
#define NFH_TYPE_QUANTITY 9
#define NFH_TYPE_RATIO 10
#define NFH_TYPE_CODE 11
#define NFH_TYPE_CONCEPT 12

/* Why an input is not known. */
#define NFH_MISSING_NOT_DONE 1       /* not measured, not asked */
#define NFH_MISSING_REFUSED 2        /* the subject would not */
#define NFH_MISSING_NOT_APPLICABLE 3 /* there is no such thing in this subject */
#define NFH_MISSING_UNKNOWN 4        /* asked, and nobody knows */
#define NFH_MISSING_BELOW 5          /* below a limit that is known, as the one of detection */
#define NFH_MISSING_ABOVE 6          /* above one */

/* Severities of diagnostics. */
#define NFH_SEVERITY_ERROR 1
#define NFH_SEVERITY_WARNING 2

/* Kinds of data queries. */
#define NFH_QUERY_IMPLAUSIBLE 1   /* a value outside the parameter's limits counts as missing */
#define NFH_QUERY_CONTRADICTION 2 /* a check holds */
#define NFH_QUERY_EVALUATION 3    /* a definition ended in a run-time error: it is unknown */
#define NFH_QUERY_CONVERTED 4     /* a value was converted by the parameter's @accept */
#define NFH_QUERY_MESSAGE 5       /* the rule set says something by Message */

/* What a set of missing inputs can do to a criterion: a bit each. */
#define NFH_DECIDES_TRUE 1
#define NFH_DECIDES_FALSE 2

/* What holds between the value and the limit of a leaf of a reason. */
#define NFH_RELATION_EQUAL 1
#define NFH_RELATION_NOT_EQUAL 2
#define NFH_RELATION_LESS 3
#define NFH_RELATION_LESS_OR_EQUAL 4
#define NFH_RELATION_GREATER 5
#define NFH_RELATION_GREATER_OR_EQUAL 6
#define NFH_RELATION_SIMILAR 7 /* CQL's ~ */
#define NFH_RELATION_NOT_SIMILAR 8
#define NFH_RELATION_IN 9 /* the limit is an interval, a list, or whatever the text says */
#define NFH_RELATION_NOT_IN 10
#define NFH_RELATION_IS 11    /* no limit: a Boolean, or a condition that stands in the label */
#define NFH_RELATION_MISSING 12 /* no limit: asked was whether the value is missing, and it is */
#define NFH_RELATION_KNOWN 13   /* the same, and it is not */

/* Parts of a leaf of a reason, all of them text. */
#define NFH_LEAF_TEXT 1          /* the whole: `ast 81 U/L > 80 U/L (40 U/L × 2)` */
#define NFH_LEAF_LABEL 2         /* what is asked about */
#define NFH_LEAF_VALUE 3         /* its value */
#define NFH_LEAF_UNIT 4          /* and that value's unit */
#define NFH_LEAF_FORMULA 5       /* how the value was calculated */
#define NFH_LEAF_LIMIT_LABEL 6   /* what the limit is called */
#define NFH_LEAF_LIMIT 7
#define NFH_LEAF_LIMIT_UNIT 8
#define NFH_LEAF_LIMIT_FORMULA 9

/* What the elements of a column are. */
#define NFH_COLUMN_BITS 1   /* Booleans, a bit each, the least significant of a byte first */
#define NFH_COLUMN_BYTES 2  /* Booleans, a byte each: 0 or 1 */
#define NFH_COLUMN_INT8 3
#define NFH_COLUMN_INT16 4
#define NFH_COLUMN_INT32 5
#define NFH_COLUMN_INT64 6
#define NFH_COLUMN_UINT8 7
#define NFH_COLUMN_UINT16 8
#define NFH_COLUMN_UINT32 9
#define NFH_COLUMN_UINT64 10
#define NFH_COLUMN_INT128 11 /* of nfh_columns_set_scaled only; in the machine's byte order */
#define NFH_COLUMN_FLOAT 12
#define NFH_COLUMN_DOUBLE 13
#define NFH_COLUMN_DATE32 14 /* int32_t: days since 1970-01-01 */
#define NFH_COLUMN_DATE64 15 /* int64_t: milliseconds since then, whole days only */

/* Flags of nfh_arrow_bind. */
#define NFH_ARROW_EXTRA_FIELDS 1 /* fields that no parameter has the name of are passed over */

#define NFH_LEAVES_MAX 64     /* leaves of one reason; the others are left out */
#define NFH_LEAF_TEXT_MAX 600 /* bytes of a leaf's text with its end; a longer one is cut */

/* ---- Version and status ---------------------------------------------------------------------- */

/* The version of the library that is running, "0.1.0". Static text. Since 0.1. */
NFH_API const char *nfh_version(void);

/* The text of a status, in English; "unknown status" for a number that is none. Static text. Since
 * 0.1. */
NFH_API const char *nfh_status_text(int status);

/* The name of a status, "NFH_E_UNIT"; "NFH_E_?" for a number that is none. Static text. Since 0.1.
 */
NFH_API const char *nfh_status_name(int status);

/* ==== CALCULATIONS: begin ===================================================================== */
/* Clinical calculations, dates, and the limits of the trial NCT07101562. Of all of them:
 *
 * Threads, lifetime. Pure functions: they keep and allocate nothing; any thread may call them.
 *
 * Numbers. A double stands for the shortest decimal that reads back as it, rounded to 8 places half
 * away from zero: what was written is what is calculated with. Everything after that is exact; a
 * ratio or a root is rounded once, at the end, to 8 places by the same rule, and a limit looks at
 * that result. The double returned is the nearest to it.
 *
 * Ranges are those of the trial's data dictionary. Both ends are allowed; the decimal is compared.
 *
 * Status, when there is more than one reason: NFH_E_NULL before all others, otherwise the highest
 * number. So NFH_E_RANGE comes before NFH_E_INFINITE, and that before NFH_E_UNKNOWN: what more data
 * cannot cure comes first.
 *
 * Calculations answer NFH_E_UNKNOWN to an argument that is not known (NaN, NFH_DATE_UNKNOWN,
 * NFH_SEX_UNKNOWN), and leave NaN or NFH_DATE_UNKNOWN on every status but NFH_OK.
 *
 * Limits take an argument that is not known (NFH_UNKNOWN too) as what it is: the status is NFH_OK,
 * and truth is NFH_TRUE or NFH_FALSE where the known arguments decide by Kleene's logic, otherwise
 * NFH_UNKNOWN. On every other status truth is NFH_UNKNOWN.
 *
 * Array forms. nfh_x_n does what nfh_x does for each of n rows: every argument and every result is
 * an array of n, with int32_t for int, and status[i] is the status of row i. Its own status is
 * NFH_OK, also when every row failed, or NFH_E_NULL when n is not 0 and an array is NULL: then no
 * row has a result, and every status that can be written is NFH_E_NULL. A result may be written
 * over an argument of its type; arrays must not overlap in any other way. */

/* ---- Calculations: kidney -------------------------------------------------------------------- */

/* nfh_creatinine_to_umol_l - serum creatinine from mg/dL: 1 mg/dL = 88.4 umol/L.
 * Given:    mg_dl   double  mg/dL   0.05656109 to 56.56108597  5 to 5000 umol/L
 * Returned: umol_l  double  umol/L
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_UNKNOWN, NFH_E_INFINITE, NFH_E_RANGE
 * Notes:    The factor is the trial's. A value in umol/L given by mistake is nearly always out of
 *           range.
 * Since 0.1. */
NFH_API int nfh_creatinine_to_umol_l(double mg_dl, double *umol_l);

/* nfh_creatinine_clearance - creatinine clearance after Cockcroft and Gault, with the factor 0.818
 * of NCT07101562: (140 - age) * weight / (0.818 * creatinine), for women 0.85 of that.
 * Given:    age_years          double  a       0 to 130   fractions are allowed
 *           weight_kg          double  kg      20 to 400  body weight
 *           creatinine_umol_l  double  umol/L  5 to 5000  serum creatinine
 *           sex                int     -       1 to 2     NFH_SEX_MALE or NFH_SEX_FEMALE
 * Returned: ml_min             double  mL/min
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_UNKNOWN, NFH_E_INFINITE, NFH_E_RANGE
 * Notes:    1. The protocol counts completed years: nfh_age_years.
 *           2. The published form, in mg/dL, divides by 72, which is 0.81448 in umol/L; its results
 *              are 0.43 % higher.
 *           3. A man of 25 years, 81.8 kg and 230 umol/L has exactly 50, where binary arithmetic
 *              gets 50.00000000000001.
 * Reference: Cockcroft DW, Gault MH. Prediction of creatinine clearance from serum creatinine.
 *           Nephron 1976;16:31-41. doi:10.1159/000180580
 * Since 0.1. */
NFH_API int nfh_creatinine_clearance(double age_years, double weight_kg, double creatinine_umol_l,
                                     int sex, double *ml_min);

/* nfh_creatinine_clearance_low - limit: creatinine clearance of at most 50 mL/min (exclusion 14).
 * Given:    age_years          double  a       0 to 130   fractions are allowed
 *           weight_kg          double  kg      20 to 400  body weight
 *           creatinine_umol_l  double  umol/L  5 to 5000  serum creatinine
 *           sex                int     -       1 to 2     NFH_SEX_MALE or NFH_SEX_FEMALE
 * Returned: truth              int     -                  clearance <= 50
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INFINITE, NFH_E_RANGE
 * Since 0.1. */
NFH_API int nfh_creatinine_clearance_low(double age_years, double weight_kg,
                                         double creatinine_umol_l, int sex, int *truth);

/* Array forms of the three. Since 0.1. */
NFH_API int nfh_creatinine_to_umol_l_n(size_t n, const double *mg_dl, double *umol_l,
                                       int32_t *status);
NFH_API int nfh_creatinine_clearance_n(size_t n, const double *age_years, const double *weight_kg,
                                       const double *creatinine_umol_l, const int32_t *sex,
                                       double *ml_min, int32_t *status);
NFH_API int nfh_creatinine_clearance_low_n(size_t n, const double *age_years,
                                           const double *weight_kg, const double *creatinine_umol_l,
                                           const int32_t *sex, int32_t *truth, int32_t *status);

/* ---- Calculations: electrocardiogram --------------------------------------------------------- */

/* nfh_qtc_bazett - QT interval corrected for the heart rate: QTcB = QT / square root of RR, where
 * RR = 60 / heart rate in s.
 * Given:    qt_ms           double  ms    100 to 1000  QT interval
 *           heart_rate_min  double  /min  15 to 350    heart rate
 * Returned: qtc_ms          double  ms
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_UNKNOWN, NFH_E_INFINITE, NFH_E_RANGE
 * Notes:    RR is not rounded to milliseconds in between, as some devices do.
 * Reference: Bazett HC. An analysis of the time-relations of electrocardiograms. Heart
 *           1920;7:353-370.
 * Since 0.1. */
NFH_API int nfh_qtc_bazett(double qt_ms, double heart_rate_min, double *qtc_ms);

/* nfh_qtc_fridericia - the same with the cube root: QTcF = QT / cube root of RR.
 * Given:    qt_ms           double  ms    100 to 1000  QT interval
 *           heart_rate_min  double  /min  15 to 350    heart rate
 * Returned: qtc_ms          double  ms
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_UNKNOWN, NFH_E_INFINITE, NFH_E_RANGE
 * Reference: Fridericia LS. Die Systolendauer im Elektrokardiogramm bei normalen Menschen und bei
 *           Herzkranken. Acta Med Scand 1920;53:469-486.
 * Since 0.1. */
NFH_API int nfh_qtc_fridericia(double qt_ms, double heart_rate_min, double *qtc_ms);

/* nfh_qtc_framingham - linear correction by RR: QT + 154 * (1 - RR), RR in s.
 * Given:    qt_ms           double  ms    100 to 1000  QT interval
 *           heart_rate_min  double  /min  15 to 350    heart rate
 * Returned: qtc_ms          double  ms
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_UNKNOWN, NFH_E_INFINITE, NFH_E_RANGE
 * Notes:    A line has no end: a short QT at a very low rate gives a result below 0.
 * Reference: Sagie A, Larson MG, Goldberg RJ, Bengtson JR, Levy D. An improved method for adjusting
 *           the QT interval for heart rate (the Framingham Heart Study). Am J Cardiol
 *           1992;70:797-801. doi:10.1016/0002-9149(92)90562-D
 * Since 0.1. */
NFH_API int nfh_qtc_framingham(double qt_ms, double heart_rate_min, double *qtc_ms);

/* nfh_qtc_hodges - linear correction by the heart rate: QT + 1.75 * (heart rate - 60).
 * Given:    qt_ms           double  ms    100 to 1000  QT interval
 *           heart_rate_min  double  /min  15 to 350    heart rate
 * Returned: qtc_ms          double  ms
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_UNKNOWN, NFH_E_INFINITE, NFH_E_RANGE
 * Reference: Hodges M, Salerno D, Erlien D. Bazett's QT correction reviewed: evidence that a linear
 *           QT correction for heart rate is better. J Am Coll Cardiol 1983;1:694.
 * Since 0.1. */
NFH_API int nfh_qtc_hodges(double qt_ms, double heart_rate_min, double *qtc_ms);

/* nfh_ecg_qtcb_prolonged - limit: QTcB above 450 ms, for men and women alike (exclusion 17).
 * Given:    qt_ms           double  ms    100 to 1000  QT interval
 *           heart_rate_min  double  /min  15 to 350    heart rate
 * Returned: truth           int     -                  QTcB > 450
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INFINITE, NFH_E_RANGE
 * Since 0.1. */
NFH_API int nfh_ecg_qtcb_prolonged(double qt_ms, double heart_rate_min, int *truth);

/* nfh_ecg_heart_rate_high - limit: heart rate above 100 /min (exclusion 17).
 * Given:    heart_rate_min  double  /min  15 to 350  heart rate
 * Returned: truth           int     -                heart rate > 100
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INFINITE, NFH_E_RANGE
 * Since 0.1. */
NFH_API int nfh_ecg_heart_rate_high(double heart_rate_min, int *truth);

/* nfh_ecg_qrs_wide - limit: QRS duration above 120 ms (exclusion 17).
 * Given:    qrs_ms  double  ms  20 to 400  QRS duration
 * Returned: truth   int     -              QRS > 120
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INFINITE, NFH_E_RANGE
 * Since 0.1. */
NFH_API int nfh_ecg_qrs_wide(double qrs_ms, int *truth);

/* nfh_ecg_pr_long - limit: PR interval above 220 ms (exclusion 17).
 * Given:    pr_ms  double  ms  40 to 800  PR interval
 * Returned: truth  int     -              PR > 220
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INFINITE, NFH_E_RANGE
 * Since 0.1. */
NFH_API int nfh_ecg_pr_long(double pr_ms, int *truth);

/* nfh_ecg_abnormal - the four limits together: true when one is true, false when all are false.
 * Given:    qt_ms           double  ms    100 to 1000  QT interval
 *           heart_rate_min  double  /min  15 to 350    heart rate
 *           qrs_ms          double  ms    20 to 400    QRS duration
 *           pr_ms           double  ms    40 to 800    PR interval
 * Returned: truth           int     -                  any of the four above
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INFINITE, NFH_E_RANGE
 * Notes:    Exclusion 17 also asks for the investigator's judgement, which is the caller's to add.
 * Since 0.1. */
NFH_API int nfh_ecg_abnormal(double qt_ms, double heart_rate_min, double qrs_ms, double pr_ms,
                             int *truth);

/* Array forms of the nine. Since 0.1. */
NFH_API int nfh_qtc_bazett_n(size_t n, const double *qt_ms, const double *heart_rate_min,
                             double *qtc_ms, int32_t *status);
NFH_API int nfh_qtc_fridericia_n(size_t n, const double *qt_ms, const double *heart_rate_min,
                                 double *qtc_ms, int32_t *status);
NFH_API int nfh_qtc_framingham_n(size_t n, const double *qt_ms, const double *heart_rate_min,
                                 double *qtc_ms, int32_t *status);
NFH_API int nfh_qtc_hodges_n(size_t n, const double *qt_ms, const double *heart_rate_min,
                             double *qtc_ms, int32_t *status);
NFH_API int nfh_ecg_qtcb_prolonged_n(size_t n, const double *qt_ms, const double *heart_rate_min,
                                     int32_t *truth, int32_t *status);
NFH_API int nfh_ecg_heart_rate_high_n(size_t n, const double *heart_rate_min, int32_t *truth,
                                      int32_t *status);
NFH_API int nfh_ecg_qrs_wide_n(size_t n, const double *qrs_ms, int32_t *truth, int32_t *status);
NFH_API int nfh_ecg_pr_long_n(size_t n, const double *pr_ms, int32_t *truth, int32_t *status);
NFH_API int nfh_ecg_abnormal_n(size_t n, const double *qt_ms, const double *heart_rate_min,
                               const double *qrs_ms, const double *pr_ms, int32_t *truth,
                               int32_t *status);

/* ---- Calculations: laboratory, blood pressure, alcohol --------------------------------------- */

/* nfh_exceeds_uln - limit: a laboratory value above a multiple of its upper limit of normal
 * (exclusion 14).
 * Given:    value     double  any  0 to 20000     in the unit of uln
 *           uln       double  any  0.01 to 20000  upper limit of normal
 *           multiple  double  -    0.01 to 100    AST, ALT: 2; creatinine: 1.5
 * Returned: truth     int     -                   value > multiple * uln
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INFINITE, NFH_E_RANGE
 * Notes:    The ranges are wider than the dictionary's, which knows what was measured. The product
 *           is not rounded: 15.15 is not above 1.5 * 10.1.
 * Since 0.1. */
NFH_API int nfh_exceeds_uln(double value, double uln, double multiple, int *truth);

/* nfh_blood_pressure_uncontrolled - limit: 140 mmHg systolic or 90 mmHg diastolic reached after
 * standardized treatment (exclusion 19).
 * Given:    systolic_mmhg   double  mm[Hg]  40 to 350  systolic blood pressure
 *           diastolic_mmhg  double  mm[Hg]  20 to 250  diastolic blood pressure
 *           standardized    int     -       0 to 2     measured after standardized treatment
 * Returned: truth           int     -                  (systolic >= 140 or diastolic >= 90) and
 *                                                      standardized
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INFINITE, NFH_E_RANGE
 * Notes:    1. A limit reached with standardized NFH_FALSE leaves it unknown, as NFH_UNKNOWN does:
 *              the pressure is to be measured again.
 *           2. Neither limit reached is false in any case.
 * Since 0.1. */
NFH_API int nfh_blood_pressure_uncontrolled(double systolic_mmhg, double diastolic_mmhg,
                                            int standardized, int *truth);

/* nfh_alcohol_units - beer / 360 mL + wine / 150 mL + spirits / 45 mL * strength / 40 %.
 * Given:    beer_ml          double  mL  0 to 140000  beer, of a day or of a week
 *           wine_ml          double  mL  0 to 70000   wine
 *           spirits_ml       double  mL  0 to 35000   spirits
 *           spirits_percent  double  %   0 to 100     strength by volume
 * Returned: units            double  1
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_UNKNOWN, NFH_E_INFINITE, NFH_E_RANGE
 * Notes:    The strength is asked also when there are no spirits.
 * Reference: NCT07101562, exclusion 26: 1 unit is 360 mL of beer, 45 mL of 40 % spirits or 150 mL
 *           of wine.
 * Since 0.1. */
NFH_API int nfh_alcohol_units(double beer_ml, double wine_ml, double spirits_ml,
                              double spirits_percent, double *units);

/* nfh_alcohol_excess - limit: more than 2 alcohol units a day or 14 a week (exclusion 26).
 * Given:    beer_ml_day      double  mL  0 to 20000   beer on a drinking day
 *           wine_ml_day      double  mL  0 to 10000   wine on a drinking day
 *           spirits_ml_day   double  mL  0 to 5000    spirits on a drinking day
 *           beer_ml_week     double  mL  0 to 140000  beer in a week
 *           wine_ml_week     double  mL  0 to 70000   wine in a week
 *           spirits_ml_week  double  mL  0 to 35000   spirits in a week
 *           spirits_percent  double  %   0 to 100     strength by volume; NaN: 40
 * Returned: truth            int     -                units a day > 2 or units a week > 14
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INFINITE, NFH_E_RANGE
 * Notes:    Beverages that are not known bound from below: the known ones alone may exceed a limit,
 *           and then it is true; otherwise it is unknown.
 * Since 0.1. */
NFH_API int nfh_alcohol_excess(double beer_ml_day, double wine_ml_day, double spirits_ml_day,
                               double beer_ml_week, double wine_ml_week, double spirits_ml_week,
                               double spirits_percent, int *truth);

/* Array forms of the four. Since 0.1. */
NFH_API int nfh_exceeds_uln_n(size_t n, const double *value, const double *uln,
                              const double *multiple, int32_t *truth, int32_t *status);
NFH_API int nfh_blood_pressure_uncontrolled_n(size_t n, const double *systolic_mmhg,
                                              const double *diastolic_mmhg,
                                              const int32_t *standardized, int32_t *truth,
                                              int32_t *status);
NFH_API int nfh_alcohol_units_n(size_t n, const double *beer_ml, const double *wine_ml,
                                const double *spirits_ml, const double *spirits_percent,
                                double *units, int32_t *status);
NFH_API int nfh_alcohol_excess_n(size_t n, const double *beer_ml_day, const double *wine_ml_day,
                                 const double *spirits_ml_day, const double *beer_ml_week,
                                 const double *wine_ml_week, const double *spirits_ml_week,
                                 const double *spirits_percent, int32_t *truth, int32_t *status);

/* ---- Calculations: dates --------------------------------------------------------------------- */

/* A date is days since 1970-01-01 in the Gregorian calendar, carried on backwards: -719162
 * (0001-01-01) to 2932896 (9999-12-31). Anything else but NFH_DATE_UNKNOWN is out of range. */

/* nfh_date_parse - a date from text: YYYY-MM-DD, and nothing else.
 * Given:    iso   char *   -  0001-01-01 to 9999-12-31  10 characters
 * Returned: date  int32_t  d
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_SYNTAX (another form), NFH_E_RANGE (that form, but no such
 *           day: 2025-02-29)
 * Reference: ISO 8601-1:2019, calendar date, extended format.
 * Since 0.1. */
NFH_API int nfh_date_parse(const char *iso, int32_t *date);

/* nfh_date_format - a date as text: YYYY-MM-DD.
 * Given:    date    int32_t  d     -719162 to 2932896
 *           size    size_t   byte  11 or more          of buffer: NFH_DATE_SIZE
 * Returned: buffer  char *   -                         10 characters and the end
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_UNKNOWN, NFH_E_RANGE, NFH_E_BUFFER (size)
 * Notes:    On any status but NFH_OK the buffer holds "", if size is not 0.
 * Since 0.1. */
NFH_API int nfh_date_format(int32_t date, char *buffer, size_t size);

/* nfh_add_months - a date some months later or earlier: the same day of the month, or the month's
 * last.
 * Given:    date    int32_t  d   -719162 to 2932896
 *           months  int      mo  any                 negative: earlier
 * Returned: result  int32_t  d
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_UNKNOWN, NFH_E_RANGE (date, or result: not in the years 0001
 *           to 9999)
 * Notes:    2025-08-31 less 6 months is 2025-02-28. Steps do not add up: 2025-01-31 and 1 month and
 *           1 month is 2025-03-28, and 2 months is 2025-03-31.
 * Reference: HL7 Clinical Quality Language 1.5.3, Date and Time Operators, Add.
 * Since 0.1. */
NFH_API int nfh_add_months(int32_t date, int months, int32_t *result);

/* nfh_add_days - a date some days later or earlier. A week is 7 days.
 * Given:    date    int32_t  d  -719162 to 2932896
 *           days    int      d  any                 negative: earlier
 * Returned: result  int32_t  d
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_UNKNOWN, NFH_E_RANGE (date, or result: not in the years 0001
 *           to 9999)
 * Since 0.1. */
NFH_API int nfh_add_days(int32_t date, int days, int32_t *result);

/* nfh_age_years - age in completed years: the largest n for which birth and n years is not after
 * `at`.
 * Given:    birth  int32_t  d  -719162 to 2932896  not after `at`
 *           at     int32_t  d  -719162 to 2932896
 * Returned: years  int32_t  a                      or NFH_DATE_UNKNOWN
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_UNKNOWN, NFH_E_RANGE
 * Notes:    Born on 29 February 1960: 66 on 28 February 2026, for that day is 29 February 1960 and
 *           66 years.
 * Reference: HL7 Clinical Quality Language 1.5.3, Clinical Operators, CalculateAgeInYearsAt.
 * Since 0.1. */
NFH_API int nfh_age_years(int32_t birth, int32_t at, int32_t *years);

/* nfh_within_window - limit: an event in the months before a date, both ends included.
 * Given:    event   int32_t  d   -719162 to 2932896  its latest occurrence
 *           anchor  int32_t  d   -719162 to 2932896  the window's last day
 *           months  int      mo  0 to 119987         length of the window
 * Returned: truth   int      -                       before it false, in it true, after it unknown
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_RANGE
 * Notes:    1. The window begins on nfh_add_months(anchor, -months), which must be in the years
 *              0001 to 9999.
 *           2. After it nothing is known: an earlier occurrence may lie in it, or the date is
 *              wrong.
 * Since 0.1. */
NFH_API int nfh_within_window(int32_t event, int32_t anchor, int months, int *truth);

/* nfh_within_days - limit: an event in the days before a date, both ends included.
 * Given:    event   int32_t  d  -719162 to 2932896  its latest occurrence
 *           anchor  int32_t  d  -719162 to 2932896  the window's last day
 *           days    int      d  0 to 3652058        length of the window
 * Returned: truth   int      -                      as nfh_within_window
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_RANGE
 * Since 0.1. */
NFH_API int nfh_within_days(int32_t event, int32_t anchor, int days, int *truth);

/* Array forms of the last five. Since 0.1. */
NFH_API int nfh_add_months_n(size_t n, const int32_t *date, const int32_t *months, int32_t *result,
                             int32_t *status);
NFH_API int nfh_add_days_n(size_t n, const int32_t *date, const int32_t *days, int32_t *result,
                           int32_t *status);
NFH_API int nfh_age_years_n(size_t n, const int32_t *birth, const int32_t *at, int32_t *years,
                            int32_t *status);
NFH_API int nfh_within_window_n(size_t n, const int32_t *event, const int32_t *anchor,
                                const int32_t *months, int32_t *truth, int32_t *status);
NFH_API int nfh_within_days_n(size_t n, const int32_t *event, const int32_t *anchor,
                              const int32_t *days, int32_t *truth, int32_t *status);
/* ==== CALCULATIONS: end ======================================================================= */

/* ---- Handles --------------------------------------------------------------------------------- */

typedef struct nfh_compiler nfh_compiler; /* turns CQL text into rule sets, or says what is wrong */
typedef struct nfh_ruleset nfh_ruleset;   /* a compiled rule set: immutable */
typedef struct nfh_subject nfh_subject;   /* one subject's inputs */
typedef struct nfh_report nfh_report;     /* what the rule set says about one subject */
typedef struct nfh_columns nfh_columns;   /* a cohort's inputs and results, a column each */
typedef struct nfh_arrow nfh_arrow;       /* the same as Apache Arrow has them */

/* Allocator: gives `size` bytes for a NULL block, resizes a block, frees it when size is 0 (the
 * result is then not used). Aligned as malloc's; NULL when out of memory. It is called by whichever
 * thread makes, fills or frees a handle of its family; during nfh_screen on a report that has been
 * used before only for texts that take more room than it keeps. */
typedef void *(*nfh_reallocate)(void *context, void *block, size_t size);

/* ---- Arrow C data interface ------------------------------------------------------------------ */

/* As Apache Arrow's specification gives them, to be declared by whoever uses them:
 * https://arrow.apache.org/docs/format/CDataInterface.html */
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};

#endif

/* ---- Limits ---------------------------------------------------------------------------------- */

#define NFH_SOURCE_MAX 1048576      /* bytes of one library's text */
#define NFH_LIBRARIES_MAX 64        /* libraries of one compilation */
#define NFH_DEFINITIONS_MAX 10000   /* declarations of one library */
#define NFH_INSTRUCTIONS_MAX 200000 /* of a compiled rule set */
#define NFH_COMPILE_STEPS_MAX 2000000 /* expressions compiled, those of functions once a call */
#define NFH_TEXT_MAX 65536          /* bytes of a value given as text */
/* Beyond these a definition ends in a run-time error. */
#define NFH_EVALUATION_TEXT_MAX 16777216  /* bytes of the texts that arise in one evaluation */
#define NFH_EVALUATION_WORK_MAX 100000000 /* steps of work on texts in one evaluation */
/* Of what a report tells about missing inputs, for one criterion: */
#define NFH_SETS_MAX 32       /* sets that can make it true, and as many that can make it false */
#define NFH_SET_INPUTS_MAX 32 /* inputs of one set */
#define NFH_TRIALS_MAX 20000  /* trial evaluations, and 4000 for each limit of an input */
#define NFH_RANGES_MAX 8      /* stretches of values of an input */

/* ---- Compiler -------------------------------------------------------------------------------- */

/* nfh_compiler_new - make a compiler with the C library's allocator.
 * Given:    -
 * Returned: *compiler, to be ended by nfh_compiler_free
 * Status:   NFH_OK, NFH_E_NULL (compiler), NFH_E_MEMORY
 * Since 0.1. */
NFH_API int nfh_compiler_new(nfh_compiler **compiler);

/* nfh_compiler_new_with - make a compiler with the caller's allocator.
 * Given:    reallocate, context: the allocator; all that the compiler makes (rule sets, and the
 *           subjects and reports made for them) uses it, and they must stay valid until the last
 *           of these is freed
 * Returned: *compiler
 * Status:   NFH_OK, NFH_E_NULL (reallocate, compiler), NFH_E_MEMORY
 * Since 0.1. */
NFH_API int nfh_compiler_new_with(nfh_reallocate reallocate, void *context,
                                  nfh_compiler **compiler);

/* nfh_compiler_free - end a compiler; its rule sets live on. NULL does nothing. Since 0.1. */
NFH_API void nfh_compiler_free(nfh_compiler *compiler);

/* nfh_compiler_add_library - hand over a library that others may include.
 * Given:    file: what messages call the text (a file's name), text, length: the CQL text in UTF-8,
 *           copied
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_LIMIT (text too long, too many libraries), NFH_E_MEMORY
 * Notes:    The name that counts is the one in its `library` line. Errors in it show when something
 *           that includes it is compiled. A library of the same name as one shipped with
 *           libnfhscreen takes its place, without the native calculations.
 * Since 0.1. */
NFH_API int nfh_compiler_add_library(nfh_compiler *compiler, const char *file, const char *text,
                                     size_t length);

/* nfh_compiler_compile - compile a rule set.
 * Given:    file: what messages call the text; text, length: CQL in UTF-8
 * Returned: *ruleset, to be ended by nfh_ruleset_free; NULL on any other status than NFH_OK
 * Status:   NFH_OK (there may be warnings), NFH_E_NULL, NFH_E_COMPILE (all errors are in the
 *           diagnostics), NFH_E_INCLUDE (a library is missing, see nfh_compiler_missing_library;
 *           other errors may be in the diagnostics too), NFH_E_LIMIT, NFH_E_MEMORY
 * Lifetime: diagnostics last until the next compilation; the rule set does not need the compiler.
 * Threads:  A text that is nested as deeply as the limits allow takes 400 KB of stack.
 * Since 0.1. */
NFH_API int nfh_compiler_compile(nfh_compiler *compiler, const char *file, const char *text,
                                 size_t length, nfh_ruleset **ruleset);

/* nfh_compiler_compile_expression - compile one expression: a rule set with a single definition,
 * named "", and no parameter.
 * Given, Returned, Status: as nfh_compiler_compile
 * Since 0.1. */
NFH_API int nfh_compiler_compile_expression(nfh_compiler *compiler, const char *text, size_t length,
                                            nfh_ruleset **ruleset);

/* nfh_compiler_load - as nfh_ruleset_load, with the compiler's allocator.
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_NAME (no such rule set), NFH_E_MEMORY
 * Since 0.1. */
NFH_API int nfh_compiler_load(nfh_compiler *compiler, const char *name, nfh_ruleset **ruleset);

/* nfh_compiler_missing_library - the libraries that the last compilation wanted and did not have.
 * Given:    index: from 0
 * Returned: *name, until the next compilation
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INDEX (no more)
 * Since 0.1. */
NFH_API int nfh_compiler_missing_library(const nfh_compiler *compiler, size_t index,
                                         const char **name);

/* nfh_compiler_diagnostic_count - how many errors and warnings the last compilation has left.
 * Status:   NFH_OK, NFH_E_NULL
 * Since 0.1. */
NFH_API int nfh_compiler_diagnostic_count(const nfh_compiler *compiler, size_t *count);

/* nfh_compiler_diagnostic - one diagnostic, in pieces. Warnings keep no text from being compiled;
 * nfhscreen-rulesets(7) has a register of all.
 * Given:    index: 0 to count - 1, in the order of the text
 * Returned: *severity NFH_SEVERITY_…; *code a permanent number; *file, *message text that lasts
 *           until the next compilation; *line from 1, *column from 1 in code points; each pointer
 *           may be NULL
 * Status:   NFH_OK, NFH_E_NULL (compiler), NFH_E_INDEX
 * Since 0.1. */
NFH_API int nfh_compiler_diagnostic(const nfh_compiler *compiler, size_t index, int *severity,
                                    int *code, const char **file, int *line, int *column,
                                    const char **message);

/* nfh_compiler_diagnostic_text - one diagnostic as people read it: `file:line:column: error:
 * message [code]`, the source line, and a line with a caret below the place. Lines end with a
 * newline.
 * Returned: buffer: the text, cut to size and ended; *needed: bytes of the whole text with its end
 * Status:   NFH_OK, NFH_E_NULL (compiler; buffer when size is not 0; needed), NFH_E_INDEX,
 *           NFH_E_BUFFER (cut; *needed tells)
 * Since 0.1. */
NFH_API int nfh_compiler_diagnostic_text(const nfh_compiler *compiler, size_t index, char *buffer,
                                         size_t size, size_t *needed);

/* ---- Rule sets ------------------------------------------------------------------------------- */

/* nfh_ruleset_load - a rule set that is shipped with the library, "NCT07101562".
 * Returned: *ruleset, to be ended by nfh_ruleset_free; NULL on any other status than NFH_OK
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_NAME, NFH_E_MEMORY
 * Since 0.1. */
NFH_API int nfh_ruleset_load(const char *name, nfh_ruleset **ruleset);

/* nfh_ruleset_free - end a rule set; its subjects and reports must have been ended before. NULL
 * does nothing. Since 0.1. */
NFH_API void nfh_ruleset_free(nfh_ruleset *ruleset);

/* nfh_builtin_name, nfh_builtin_text - the libraries that are shipped: rule sets, and what they
 * include.
 * Given:    index: from 0
 * Returned: *name; *text, *length: static text
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INDEX (no more)
 * Since 0.1. */
NFH_API int nfh_builtin_name(size_t index, const char **name);
NFH_API int nfh_builtin_text(size_t index, const char **text, size_t *length);

/* nfh_ruleset_name, nfh_ruleset_version - as the `library` line says; "" when it does not.
 * Returned: text of the rule set's
 * Status:   NFH_OK, NFH_E_NULL
 * Since 0.1. */
NFH_API int nfh_ruleset_name(const nfh_ruleset *ruleset, const char **name);
NFH_API int nfh_ruleset_version(const nfh_ruleset *ruleset, const char **version);

/* nfh_ruleset_digest - what an audit trail names the rules by: SHA-256 (FIPS 180-4) of the rule
 * set's text and of those that it includes, one after another in the order in which they are first
 * included, CRLF read as LF.
 * Returned: *digest: 64 lower-case hexadecimal digits, text of the rule set's
 * Status:   NFH_OK, NFH_E_NULL
 * Since 0.1. */
NFH_API int nfh_ruleset_digest(const nfh_ruleset *ruleset, const char **digest);

/* Parameters: what the rule set needs, in the order of the text. */

/* nfh_ruleset_parameter_count. Status: NFH_OK, NFH_E_NULL. Since 0.1. */
NFH_API int nfh_ruleset_parameter_count(const nfh_ruleset *ruleset, size_t *count);

/* nfh_ruleset_parameter_index - the index of a name, as written in the rule set (upper and lower
 * case differ).
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_NAME
 * Since 0.1. */
NFH_API int nfh_ruleset_parameter_index(const nfh_ruleset *ruleset, const char *name,
                                        size_t *index);

/* nfh_ruleset_parameter_nearest - the parameter whose name is nearest to one that is none, to say
 * so in a message.
 * Returned: *nearest: a parameter's name, or NULL when none is near
 * Status:   NFH_OK, NFH_E_NULL
 * Since 0.1. */
NFH_API int nfh_ruleset_parameter_nearest(const nfh_ruleset *ruleset, const char *name,
                                          const char **nearest);

/* nfh_ruleset_parameter_name, _type, _unit, _tag.
 * Given:    index: 0 to count - 1; tag: `prompt`, `min`, `max`, `values`, `cost` …, without its @
 * Returned: *name; *type NFH_TYPE_…, or another number; *unit: UCUM code that a bare number has,
 *           NULL when there is none; *value: a tag's text as written, NULL when the parameter does
 *           not carry it
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INDEX
 * Since 0.1. */
NFH_API int nfh_ruleset_parameter_name(const nfh_ruleset *ruleset, size_t index, const char **name);
NFH_API int nfh_ruleset_parameter_type(const nfh_ruleset *ruleset, size_t index, int *type);
NFH_API int nfh_ruleset_parameter_unit(const nfh_ruleset *ruleset, size_t index, const char **unit);
NFH_API int nfh_ruleset_parameter_tag(const nfh_ruleset *ruleset, size_t index, const char *tag,
                                      const char **value);

/* Criteria: what the rule set decides, in the order of the text; checks are among them. */

/* nfh_ruleset_criterion_count. Status: NFH_OK, NFH_E_NULL. Since 0.1. */
NFH_API int nfh_ruleset_criterion_count(const nfh_ruleset *ruleset, size_t *count);

/* nfh_ruleset_criterion_index - the index of an id. Status: NFH_OK, NFH_E_NULL, NFH_E_NAME. Since
 * 0.1. */
NFH_API int nfh_ruleset_criterion_index(const nfh_ruleset *ruleset, const char *id, size_t *index);

/* nfh_ruleset_criterion_id, _name, _category, _tag.
 * Given:    index: 0 to count - 1; tag: `short`, `text` …, without its @
 * Returned: *id: `EXCL14`; *name: the definition's; *category NFH_CATEGORY_…; *value: a tag's text,
 *           or NULL
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INDEX
 * Since 0.1. */
NFH_API int nfh_ruleset_criterion_id(const nfh_ruleset *ruleset, size_t index, const char **id);
NFH_API int nfh_ruleset_criterion_name(const nfh_ruleset *ruleset, size_t index, const char **name);
NFH_API int nfh_ruleset_criterion_category(const nfh_ruleset *ruleset, size_t index, int *category);
NFH_API int nfh_ruleset_criterion_tag(const nfh_ruleset *ruleset, size_t index, const char *tag,
                                      const char **value);

/* Definitions: every public `define` of the rule set, criteria or not, in the order of the text.
 * nfh_ruleset_definition_count. Status: NFH_OK, NFH_E_NULL. nfh_ruleset_definition_name. Status:
 * NFH_OK, NFH_E_NULL, NFH_E_INDEX. Since 0.1. */
NFH_API int nfh_ruleset_definition_count(const nfh_ruleset *ruleset, size_t *count);
NFH_API int nfh_ruleset_definition_name(const nfh_ruleset *ruleset, size_t index,
                                        const char **name);

/* ---- Subjects -------------------------------------------------------------------------------- */

/* nfh_subject_new - make a subject for a rule set: nothing is known about it.
 * Returned: *subject, to be ended by nfh_subject_free before the rule set
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_MEMORY
 * Since 0.1. */
NFH_API int nfh_subject_new(const nfh_ruleset *ruleset, nfh_subject **subject);

/* nfh_subject_free - end a subject. NULL does nothing. Since 0.1. */
NFH_API void nfh_subject_free(nfh_subject *subject);

/* nfh_subject_clear - forget everything, the id and the time of the evaluation too; the memory is
 * kept for the next subject.
 * Status: NFH_OK, NFH_E_NULL. Since 0.1. */
NFH_API int nfh_subject_clear(nfh_subject *subject);

/* nfh_subject_set_id, nfh_subject_id - the subject's identifier, UTF-8; it is only carried to the
 * report ("" when not set).
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_LIMIT (longer than NFH_TEXT_MAX), NFH_E_MEMORY
 * Lifetime: *id lasts until the id is set again or the subject cleared or freed
 * Since 0.1. */
NFH_API int nfh_subject_set_id(nfh_subject *subject, const char *id);
NFH_API int nfh_subject_id(const nfh_subject *subject, const char **id);

/* nfh_subject_set_now - the time of the evaluation and its time zone, which Now(), Today() and
 * TimeOfDay() are taken from; a DateTime without a time zone of its own is in that zone. Never read
 * from the machine: without it the three are not known, nor is what hangs on the time zone.
 * Given:    text: `2025-09-01T14:30:00.000+02:00` or `…Z`, at least to the hour; NULL or "" for not
 *           known
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_SYNTAX (not known then; nfh_subject_error tells)
 * Lifetime: until set again, or the subject cleared
 * Since 0.1. */
NFH_API int nfh_subject_set_now(nfh_subject *subject, const char *text);

/* Setters. An input is named by its index in the rule set (nfh_ruleset_parameter_index). Setting it
 * again replaces the value, and an error leaves the input unset (not known). A value outside the
 * parameter's @min … @max is taken, reported as a data query and counts as missing: the status is
 * NFH_OK.
 *
 * Status of each:
 *   NFH_OK
 *   NFH_E_NULL      subject or text is NULL
 *   NFH_E_INDEX     no such parameter
 *   NFH_E_TYPE      the parameter has another type, or one that cannot be set
 *   NFH_E_INFINITE  the number is infinite
 *   NFH_E_RANGE     the number, truth value or date is no possible value of the type
 *   NFH_E_VALUE     the value is not among the parameter's @values
 *   NFH_E_SYNTAX    the text cannot be read as a value of the type
 *   NFH_E_UNIT      the unit is none, or does not convert to the parameter's
 *   NFH_E_NAME      (by name) no such parameter
 *   NFH_E_LIMIT     text longer than NFH_TEXT_MAX
 *   NFH_E_MEMORY
 * nfh_subject_error() has the whole story in words. Not known: NFH_UNKNOWN, NaN, NFH_DATE_UNKNOWN,
 * or nfh_subject_unset. */

/* nfh_subject_set_boolean - NFH_FALSE, NFH_TRUE or NFH_UNKNOWN. Since 0.1. */
NFH_API int nfh_subject_set_boolean(nfh_subject *subject, size_t index, int truth);
/* nfh_subject_set_integer - an Integer or Long (or a Decimal, or a Quantity in the parameter's
 * unit). Since 0.1. */
NFH_API int nfh_subject_set_integer(nfh_subject *subject, size_t index, int64_t value);
/* nfh_subject_set_number - a Decimal, or a Quantity in the parameter's unit; the shortest decimal
 * that the double stands for, rounded to 8 places. Since 0.1. */
NFH_API int nfh_subject_set_number(nfh_subject *subject, size_t index, double value);
/* nfh_subject_set_quantity - a Quantity in any UCUM unit that converts to the parameter's. Since
 * 0.1. */
NFH_API int nfh_subject_set_quantity(nfh_subject *subject, size_t index, double value,
                                     const char *unit);
/* nfh_subject_set_date - a Date; days since 1970-01-01. A DateTime is set by its text. Since 0.1. */
NFH_API int nfh_subject_set_date(nfh_subject *subject, size_t index, int32_t date);
/* nfh_subject_set_string - UTF-8, copied. Since 0.1. */
NFH_API int nfh_subject_set_string(nfh_subject *subject, size_t index, const char *text);
/* nfh_subject_set_text_at, nfh_subject_set_text - what a form, a CSV cell or a JSON value holds, by
 * index or by name: Booleans `true`/`false` in any case, `1`/`0`, `yes`/`no`; integers, also `3.0`;
 * decimals; dates `2025-08-31`, date-times `2025-08-31T14:30:00.000+02:00` and times of day
 * `14:30:00.000`, also partial (`2025-08`, `2025-08-31T14:30`, `14:30`), to the millisecond (what is
 * finer is dropped); quantities `88.4` (in the parameter's unit) or `88.4 umol/L`; of numbers also a
 * limit, `<5`; strings as they are. A date-time without a time zone is in that of the evaluation
 * (nfh_subject_set_now). Blanks around are dropped; the empty text means not known, and only that
 * (`NA` and `nan` are errors). Since 0.1. */
NFH_API int nfh_subject_set_text_at(nfh_subject *subject, size_t index, const char *text);
NFH_API int nfh_subject_set_text(nfh_subject *subject, const char *name, const char *text);
/* nfh_subject_unset - the input is not known. Since 0.1. */
NFH_API int nfh_subject_unset(nfh_subject *subject, size_t index);

/* nfh_subject_set_missing - the input is not known, and why; the report keeps it and nothing else
 * comes of it: whatever the reason, what is missing never decides.
 * Given:    kind: NFH_MISSING_NOT_DONE to NFH_MISSING_UNKNOWN
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INDEX, NFH_E_TYPE (a type that is never known), NFH_E_RANGE
 *           (another kind)
 * Since 0.1. */
NFH_API int nfh_subject_set_missing(nfh_subject *subject, size_t index, int kind);

/* nfh_subject_set_limit - a Decimal or Quantity of which only a limit is known, `<5` or `>90`: it
 * decides a comparison where every value on its side of the limit does, and counts as not known
 * elsewhere (in arithmetic, in the calculations of NFHCalculations). nfh_subject_set_text takes
 * such limits too, also `<=5` and `>=90`, and for Integers.
 * Given:    kind: NFH_MISSING_BELOW or NFH_MISSING_ABOVE, the limit itself left out; limit: NaN for
 *           not known; unit: UCUM, or NULL for the parameter's own
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INDEX, NFH_E_TYPE, NFH_E_RANGE (another kind, or no possible
 *           value), NFH_E_INFINITE, NFH_E_VALUE, NFH_E_UNIT, NFH_E_LIMIT (the unit)
 * Since 0.1. */
NFH_API int nfh_subject_set_limit(nfh_subject *subject, size_t index, int kind, double limit,
                                  const char *unit);

/* nfh_subject_error - what was wrong in the last setter that failed: which parameter, what was
 * found, what was expected.
 * Returned: *message: "" when none has failed since the subject was made or cleared; lasts until
 *           the next call with this subject
 * Status:   NFH_OK, NFH_E_NULL
 * Since 0.1. */
NFH_API int nfh_subject_error(const nfh_subject *subject, const char **message);

/* ---- Screening ------------------------------------------------------------------------------- */

/* nfh_report_new - make a report to screen into, again and again.
 * Returned: *report, to be ended by nfh_report_free before the rule set
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_MEMORY
 * Since 0.1. */
NFH_API int nfh_report_new(const nfh_ruleset *ruleset, nfh_report **report);

/* nfh_report_free - end a report. NULL does nothing. Since 0.1. */
NFH_API void nfh_report_free(nfh_report *report);

/* nfh_screen - evaluate every criterion of the rule set on the subject.
 * Returned: report: all that the functions below tell, until the next screening into it; it does
 *           not refer to the subject, which may be changed or freed
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_MISMATCH (subject or report made for another rule set),
 *           NFH_E_MEMORY (only when the subject's id or strings, or texts that the rule set makes of
 *           them, are longer than any that the report has held)
 * Notes:    A run-time error in a criterion makes that criterion unknown, with a data query.
 * Since 0.1. */
NFH_API int nfh_screen(const nfh_ruleset *ruleset, const nfh_subject *subject, nfh_report *report);

/* nfh_report_verdict - eligible when every inclusion is true and every exclusion false; ineligible
 * when an inclusion is false or an exclusion true; undetermined otherwise. Checks never alter it,
 * and without an inclusion or exclusion nothing is decided.
 * Returned: *verdict NFH_VERDICT_…
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_STATE
 * Since 0.1. */
NFH_API int nfh_report_verdict(const nfh_report *report, int *verdict);

/* nfh_report_subject_id - the id of the subject that was screened. Status: NFH_OK, NFH_E_NULL,
 * NFH_E_STATE. Since 0.1. */
NFH_API int nfh_report_subject_id(const nfh_report *report, const char **id);

/* nfh_report_criterion - whether a criterion holds.
 * Given:    index: of the criterion in the rule set
 * Returned: *truth NFH_FALSE, NFH_TRUE, NFH_UNKNOWN
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INDEX, NFH_E_STATE
 * Since 0.1. */
NFH_API int nfh_report_criterion(const nfh_report *report, size_t index, int *truth);

/* nfh_report_missing - the parameters still missing that could decide an undetermined verdict, in
 * the rule set's order; none when the verdict is eligible or ineligible.
 * Given:    parameter: room for `capacity` indices, NULL when that is 0
 * Returned: parameter: indices, as many as fit; *count: how many there are
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_STATE, NFH_E_BUFFER (*count is more than capacity)
 * Since 0.1. */
NFH_API int nfh_report_missing(nfh_report *report, size_t *parameter, size_t capacity,
                               size_t *count);

/* nfh_report_criterion_missing - the same for one criterion: none unless it is unknown. Status:
 * also NFH_E_INDEX. Since 0.1. */
NFH_API int nfh_report_criterion_missing(nfh_report *report, size_t index, size_t *parameter,
                                         size_t capacity, size_t *count);

/* nfh_report_criterion_fragile - the inputs of which one unit in the last place, as it was entered,
 * would turn the criterion over, up or down: 88.4 umol/L against 88.3 and 88.5, a date against the
 * days beside it. A decision that hangs on a last digit deserves a second look at the source.
 * Given:    index: of the criterion in the rule set
 * Returned: as nfh_report_missing
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INDEX, NFH_E_STATE, NFH_E_BUFFER (*count is more than
 *           capacity), NFH_E_MEMORY (at the first time for a report)
 * Notes:    The first call after a screening evaluates the rule set twice for every number and date
 *           that is known; the criteria themselves stay what they are. A number given as a double
 *           was entered with its significant digits, a partial date is left alone.
 * Since 0.1. */
NFH_API int nfh_report_criterion_fragile(nfh_report *report, size_t index, size_t *parameter,
                                         size_t capacity, size_t *count);

/* nfh_report_missing_kind - why an input is not known, as it was set.
 * Given:    parameter: its index
 * Returned: *kind NFH_MISSING_…; 0 when it is known, or nothing was said
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INDEX, NFH_E_STATE
 * Since 0.1. */
NFH_API int nfh_report_missing_kind(const nfh_report *report, size_t parameter, int *kind);

/* What is missing, in detail: the functions below try other values in a copy of the evaluation, so
 * that what they tell holds for this rule set and this subject. Of all of them:
 *
 * Memory.   The first call for a report allocates, and may answer NFH_E_MEMORY; later ones do not,
 *           but for texts longer than any before.
 * Time.     Bounded by NFH_TRIALS_MAX trials of each criterion that is looked at, of which each costs
 *           no more than a screening, and usually a few hundred; and by a second or so in all, after
 *           which sets are incomplete and what could exclude may be left out.
 * Values.   Those that the parameter's tags allow (@values, @min, @max); of dates, full ones. */

/* nfh_report_next_input - what to find out next: of an undetermined subject the cheapest parameter
 * (by @cost; one without comes after them) that could end the screening by itself, because a value
 * of it makes the subject ineligible; when there is none, the cheapest that is still needed for
 * eligible (nfh_report_needed), or, where nothing missing can make the subject eligible, for
 * ineligible. What matters only once something else is known comes after that; among equals the
 * first in the rule set is taken.
 * Returned: *parameter: its index, or SIZE_MAX: nothing is to be asked, because the subject is
 *           eligible or ineligible, or because nothing that is missing would decide
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_STATE, NFH_E_MEMORY
 * Notes:    Asked again and again with its answers, it ends with the verdict of complete data.
 * Since 0.1. */
NFH_API int nfh_report_next_input(nfh_report *report, size_t *parameter);

/* nfh_report_could_exclude - the missing parameters of which each could make an undetermined subject
 * ineligible by itself, in the rule set's order.
 * Given, Returned: as nfh_report_missing
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_STATE, NFH_E_BUFFER, NFH_E_MEMORY
 * Since 0.1. */
NFH_API int nfh_report_could_exclude(nfh_report *report, size_t *parameter, size_t capacity,
                                     size_t *count);

/* nfh_report_needed - the missing parameters that an undetermined subject still needs for eligible:
 * those of the sets that can make an unknown inclusion true, or an unknown exclusion false. Which of
 * them go together nfh_report_criterion_set tells, criterion by criterion. Of a criterion for which a
 * limit was reached, all that are missing.
 * Given, Returned: as nfh_report_missing
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_STATE, NFH_E_BUFFER, NFH_E_MEMORY
 * Since 0.1. */
NFH_API int nfh_report_needed(nfh_report *report, size_t *parameter, size_t capacity,
                              size_t *count);

/* nfh_report_criterion_set_count, nfh_report_criterion_set - the minimal sets of missing parameters
 * that would decide an unknown criterion: values for exactly these can make it true, or can make it
 * false, and no smaller set of them can do the same. The smaller sets come first.
 * Given:    criterion: its index; index: 0 to count - 1; parameter: room for `capacity` indices,
 *           NULL when that is 0
 * Returned: *count: how many sets there are, none unless the criterion is unknown; *complete 1, or 0
 *           when a limit was reached (NFH_SETS_MAX, NFH_SET_INPUTS_MAX, NFH_TRIALS_MAX, 64 missing
 *           parameters, 512 Booleans) and there may be others; *directions NFH_DECIDES_…, those in
 *           which the set is minimal; parameter, *members: as nfh_report_missing
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INDEX, NFH_E_STATE, NFH_E_BUFFER, NFH_E_MEMORY
 * Notes:    For each direction values were found that decide. A set for which none were found is not
 *           listed: where several inputs together must hit a single value, none may be found.
 * Since 0.1. */
NFH_API int nfh_report_criterion_set_count(nfh_report *report, size_t criterion, size_t *count,
                                           int *complete);
NFH_API int nfh_report_criterion_set(nfh_report *report, size_t criterion, size_t index,
                                     int *directions, size_t *parameter, size_t capacity,
                                     size_t *members);

/* nfh_report_criterion_again - the parameters that are known and are to be found out again, because
 * the criterion is unknown and nothing that is missing would decide it: a pressure that was not
 * measured after standardized treatment, a date of which only the year is known, an event dated after
 * the visit. Other values for some of them would decide.
 * Given:    index: of the criterion
 * Given, Returned: as nfh_report_missing
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INDEX, NFH_E_STATE, NFH_E_BUFFER, NFH_E_MEMORY
 * Since 0.1. */
NFH_API int nfh_report_criterion_again(nfh_report *report, size_t index, size_t *parameter,
                                       size_t capacity, size_t *count);

/* nfh_report_input_range_count, nfh_report_input_range, nfh_report_input_range_text - what each value
 * of one number or date would make of a criterion, all else being as it is, exactly at the limit:
 * `creatinine up to 118.2 umol/L keeps EXCL14 false; above 118.2 umol/L makes it true`.
 * Given:    criterion, parameter: their indices; the parameter may be missing or known; index: 0 to
 *           count - 1
 * Returned: *count: stretches of values, from the least to the greatest, which follow each other
 *           without a gap; 0 when no value decides, or when it cannot be told for certain (more than
 *           NFH_RANGES_MAX of them, or a calculation that is not known to be monotone); *truth:
 *           NFH_TRUE, NFH_FALSE, NFH_UNKNOWN; *low, *high: the first and the last value as text
 *           (a number in the parameter's unit, to the last of its 8 places; a full date), until the
 *           next call or screening; NULL at an end that the parameter's tags leave open; buffer,
 *           *needed: as nfh_compiler_diagnostic_text, an empty text when count is 0
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INDEX, NFH_E_STATE, NFH_E_TYPE (the parameter is no Integer,
 *           Long, Decimal, Date, or Quantity with @unit), NFH_E_BUFFER, NFH_E_MEMORY
 * Since 0.1. */
NFH_API int nfh_report_input_range_count(nfh_report *report, size_t criterion, size_t parameter,
                                         size_t *count);
NFH_API int nfh_report_input_range(nfh_report *report, size_t criterion, size_t parameter,
                                   size_t index, int *truth, const char **low, const char **high);
NFH_API int nfh_report_input_range_text(nfh_report *report, size_t criterion, size_t parameter,
                                        char *buffer, size_t size, size_t *needed);

/* nfh_report_defaulted - the parameters that are not known and in whose place the rule set used
 * another value: a default of its own (the strength of spirits), or another input (the screening
 * date for a day of enrolment that is not fixed yet).
 * Given, Returned, Status: as nfh_report_missing
 * Since 0.1. */
NFH_API int nfh_report_defaulted(nfh_report *report, size_t *parameter, size_t capacity,
                                 size_t *count);

/* nfh_report_query_count, nfh_report_query - data queries: what a data manager should look at.
 * Given:    index: 0 to count - 1
 * Returned: *kind NFH_QUERY_…; *parameter: index of the parameter concerned, or SIZE_MAX;
 *           *criterion: index of the check or criterion concerned, or SIZE_MAX; *text: what is the
 *           matter, until the next screening into the report or the next call of this function;
 *           each pointer may be NULL
 * Status:   NFH_OK, NFH_E_NULL (report), NFH_E_INDEX, NFH_E_STATE
 * Since 0.1. */
NFH_API int nfh_report_query_count(const nfh_report *report, size_t *count);
NFH_API int nfh_report_query(nfh_report *report, size_t index, int *kind, size_t *parameter,
                             size_t *criterion, const char **text);

/* nfh_report_value - the value of a definition as a CQL literal. A span of time that is not known
 * exactly, between dates that are partial, is the interval that it lies in: `Interval[34, 35]`.
 * Given:    index: of the definition in the rule set
 * Returned: buffer, *needed: as nfh_compiler_diagnostic_text; after a run-time error the message
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INDEX, NFH_E_STATE, NFH_E_BUFFER, NFH_E_EVALUATE (the
 *           definition ended in a run-time error), NFH_E_MEMORY
 * Since 0.1. */
NFH_API int nfh_report_value(nfh_report *report, size_t index, char *buffer, size_t size,
                             size_t *needed);

/* nfh_report_reason - why a criterion is true, false or unknown: a sentence of its leaves, that is,
 * of the comparisons, flags and tests that decided it, with values, units and limits.
 *   ast 81 U/L > 80 U/L (40 U/L × 2); creatinine clearance 49.94 mL/min ≤ 50 mL/min (140 − 45) × …
 * What did not matter is left out: of `a or b` that is true the false one, of one that is unknown
 * the one that is false. A leaf says what holds (`≤` where `>` was asked and is false), or what is
 * not known. Numbers that were calculated are rounded to 2 places, or to as many more as show the
 * relation. Names are those of parameters and definitions, or their @label; a criterion that is
 * true is introduced by its @because, if it has that tag.
 * Given:    criterion: its index in the rule set
 * Returned: buffer, *needed: as nfh_compiler_diagnostic_text; UTF-8. After NFH_LEAVES_MAX leaves
 *           `; …` says that there are more
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INDEX, NFH_E_STATE, NFH_E_BUFFER
 * Notes:    Costs nothing until it is called. Allocates nothing.
 * Since 0.1. */
NFH_API int nfh_report_reason(nfh_report *report, size_t criterion, char *buffer, size_t size,
                              size_t *needed);

/* nfh_report_leaf_count - how many leaves a criterion's reason has, at most NFH_LEAVES_MAX.
 * Returned: *count; at least 1
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INDEX, NFH_E_STATE
 * Since 0.1. */
NFH_API int nfh_report_leaf_count(nfh_report *report, size_t criterion, size_t *count);

/* nfh_report_leaf - whether a leaf's condition, as the rule set has it, is true, and what holds.
 * Given:    criterion; leaf: 0 to count - 1
 * Returned: *truth NFH_FALSE, NFH_TRUE, NFH_UNKNOWN; *relation NFH_RELATION_…: of a false condition
 *           the opposite of what was asked; of an unknown one what was asked. Each may be NULL
 * Status:   NFH_OK, NFH_E_NULL (report), NFH_E_INDEX, NFH_E_STATE
 * Since 0.1. */
NFH_API int nfh_report_leaf(nfh_report *report, size_t criterion, size_t leaf, int *truth,
                            int *relation);

/* nfh_report_leaf_text - a part of a leaf.
 * Given:    criterion; leaf: 0 to count - 1; part: NFH_LEAF_…
 * Returned: *text: UTF-8, NULL when the leaf has no such part (the value is not known, a number
 *           has no unit, nothing was calculated)
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INDEX, NFH_E_RANGE (part), NFH_E_STATE
 * Lifetime: *text lasts until a part of another leaf is asked for, or the next screening into the
 *           report
 * Since 0.1. */
NFH_API int nfh_report_leaf_text(nfh_report *report, size_t criterion, size_t leaf, int part,
                                 const char **text);

/* nfh_report_json - the whole report as one line of JSON (UTF-8, no newline): subject_id, verdict,
 * ruleset {name, version, digest}, library, criteria [{id, category, status, missing, reason,
 * leaves}], missing, next (nfh_report_next_input: a name or null), defaults, kinds [{parameter,
 * kind, value}], queries [{code, parameter, criterion, text}].
 * Returned: buffer, *needed: as nfh_compiler_diagnostic_text
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_STATE, NFH_E_BUFFER, NFH_E_MEMORY (as of
 *           nfh_report_next_input)
 * Since 0.1. */
NFH_API int nfh_report_json(nfh_report *report, char *buffer, size_t size, size_t *needed);

/* ---- Cohorts --------------------------------------------------------------------------------- */

/* A cohort is an array for each parameter, and a row for each subject. A row gets the verdict and
 * the truths that nfh_screen gives to a subject with the same inputs, bit for bit. Nothing is
 * copied: the arrays that are bound belong to the caller and must live, unchanged, while they are
 * screened.
 *
 * Threads: a handle belongs to one thread at a time. Several threads screen one cohort by a handle
 * each, bound to the same arrays of inputs and results, and rows of their own.
 *
 * What the statuses of the functions that bind mean:
 *   NFH_OK
 *   NFH_E_NULL      columns, or an array that must be there, is NULL
 *   NFH_E_INDEX     no such parameter or criterion
 *   NFH_E_TYPE      the format does not fit the parameter's type, or the type cannot be set
 *   NFH_E_RANGE     the format is none, or `places` is out of its range
 *   NFH_E_UNIT      the unit is none, or does not convert to the parameter's
 *   NFH_E_SYNTAX    the time cannot be read
 *   NFH_E_LIMIT     a unit longer than NFH_TEXT_MAX
 *   NFH_E_MEMORY
 * After each but NFH_OK the column is not bound (not known in any row), and nfh_columns_error has
 * the whole story in words. */

/* nfh_columns_new - make columns, none of them bound, by the rule set's allocator.
 * Returned: *columns, to be ended by nfh_columns_free before the rule set
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_MEMORY
 * Since 0.1. */
NFH_API int nfh_columns_new(const nfh_ruleset *ruleset, nfh_columns **columns);

/* nfh_columns_free - end columns; the arrays are the caller's. NULL does nothing. Since 0.1. */
NFH_API void nfh_columns_free(nfh_columns *columns);

/* nfh_columns_set - bind a parameter's column.
 * Given:    parameter: its index in the rule set
 *           format: NFH_COLUMN_BITS or _BYTES for a Boolean; an integer, _FLOAT or _DOUBLE for an
 *                   Integer, Long, Decimal or Quantity; _DATE32 or _DATE64 for a Date
 *           values: row i is element offset + i; aligned as its type
 *           validity: row i is known where bit offset + i, the least significant of a byte first,
 *                   is 1; NULL: in every row. NaN, and NFH_DATE_UNKNOWN as _DATE32, are not known
 *                   either
 *           offset: elements (and bits) to leave out at the start
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INDEX, NFH_E_TYPE, NFH_E_RANGE
 * Notes:    1. A double stands for the shortest decimal that reads back as it, a float for the one
 *              with the fewest places that reads back as it; both are rounded to 8 places. Of an
 *              Integer or Long they must be whole.
 *           2. Numbers are in the parameter's unit, unless nfh_columns_set_unit says otherwise.
 * Since 0.1. */
NFH_API int nfh_columns_set(nfh_columns *columns, size_t parameter, int format, const void *values,
                            const uint8_t *validity, size_t offset);

/* nfh_columns_set_scaled - bind a column of decimals as integers: the number times 10^places.
 * Given:    format: NFH_COLUMN_INT32, _INT64 or _INT128; the parameter a Decimal or Quantity
 *           places: -38 to 38; what is beyond 8 places is rounded half away from zero
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INDEX, NFH_E_TYPE, NFH_E_RANGE
 * Since 0.1. */
NFH_API int nfh_columns_set_scaled(nfh_columns *columns, size_t parameter, int format,
                                   const void *values, int places, const uint8_t *validity,
                                   size_t offset);

/* nfh_columns_set_codes - bind a column of texts that a dictionary lists.
 * Given:    format: an integer; codes: indices into the dictionary, as the values of
 *           nfh_columns_set
 *           text, length: the dictionary: `length[i]` bytes of UTF-8 each; text[i] NULL: not known;
 *           length NULL: the texts end with a zero byte
 *           count: texts of the dictionary
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INDEX, NFH_E_TYPE, NFH_E_RANGE
 * Notes:    A text is read as nfh_subject_set_text reads it, and so fits a parameter of any type.
 *           Those of a String are read once for each entry of the dictionary, those of other types
 *           once for each row.
 * Since 0.1. */
NFH_API int nfh_columns_set_codes(nfh_columns *columns, size_t parameter, int format,
                                  const void *codes, const uint8_t *validity, size_t offset,
                                  const char *const *text, const size_t *length, size_t count);

/* nfh_columns_set_texts - bind a column of texts that stand one behind the other.
 * Given:    format: NFH_COLUMN_INT32 or _INT64, the type of the offsets
 *           offsets: row i is the bytes from offsets[offset + i] to offsets[offset + i + 1]; they
 *           must not decrease, nor be negative
 *           bytes: UTF-8; read as nfh_columns_set_codes says
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INDEX, NFH_E_TYPE, NFH_E_RANGE
 * Since 0.1. */
NFH_API int nfh_columns_set_texts(nfh_columns *columns, size_t parameter, int format,
                                  const void *offsets, const char *bytes, const uint8_t *validity,
                                  size_t offset);

/* nfh_columns_set_unit - say in which unit a Quantity's numbers are; it stays when the column is
 * bound again, until nfh_columns_unset.
 * Given:    unit: UCUM; NULL for the parameter's own
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INDEX, NFH_E_TYPE, NFH_E_UNIT, NFH_E_LIMIT, NFH_E_MEMORY
 * Since 0.1. */
NFH_API int nfh_columns_set_unit(nfh_columns *columns, size_t parameter, const char *unit);

/* nfh_columns_set_now - the time of the evaluation of every row, as nfh_subject_set_now.
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_SYNTAX
 * Since 0.1. */
NFH_API int nfh_columns_set_now(nfh_columns *columns, const char *text);

/* nfh_columns_unset - the parameter is not known in any row, as at the start.
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INDEX
 * Since 0.1. */
NFH_API int nfh_columns_unset(nfh_columns *columns, size_t parameter);

/* nfh_columns_want - say where a criterion's truths go; those of others are not written.
 * Given:    criterion: its index in the rule set
 *           truth: bit i, the least significant of a byte first: it is true in row i
 *           known: bit i: it is true or false. Either may be NULL; both: not wanted, as at the
 *           start. They have a bit for each row of the cohort
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INDEX
 * Since 0.1. */
NFH_API int nfh_columns_want(nfh_columns *columns, size_t criterion, uint8_t *truth,
                             uint8_t *known);

/* nfh_screen_columns - screen the rows first … first + rows - 1.
 * Given:    first: a multiple of 8, so that no two threads write to one byte
 *           rows: how many; when not a multiple of 8, the rest of the last byte of bits becomes 0
 * Returned: verdict[first + i]: NFH_VERDICT_… of row i, a byte each; NULL: not wanted. Bits as
 *           nfh_columns_want says, of row i at first + i
 * Status:   NFH_OK
 *           NFH_E_NULL      columns
 *           NFH_E_RANGE     first is no multiple of 8, or a value is out of the range of its type
 *           NFH_E_INFINITE, NFH_E_VALUE, NFH_E_SYNTAX, NFH_E_UNIT, NFH_E_INDEX (a code beyond the
 *                           dictionary), NFH_E_LIMIT (a text)  a value cannot be read
 *           NFH_E_MEMORY    nothing more is written then
 *           When a value cannot be read, its row has NFH_VERDICT_ERROR and every criterion unknown;
 *           all other rows are screened, and the status is that of the first such row, which
 *           nfh_columns_failed and nfh_columns_error tell of.
 * Notes:    Allocates on the first call after something was bound in another way, later only for
 *           texts that are longer than any before.
 * Since 0.1. */
NFH_API int nfh_screen_columns(nfh_columns *columns, size_t first, size_t rows, uint8_t *verdict);

/* nfh_columns_failed - the rows of the last nfh_screen_columns that could not be read.
 * Returned: *count: how many; *row, *parameter: the first of them, 0 when there is none
 * Status:   NFH_OK, NFH_E_NULL
 * Since 0.1. */
NFH_API int nfh_columns_failed(const nfh_columns *columns, size_t *count, size_t *row,
                               size_t *parameter);

/* nfh_columns_error - what was wrong in the last call with these columns: which parameter and row,
 * what was found, what was expected.
 * Returned: *message: "" when nothing was; lasts until the next call with these columns
 * Status:   NFH_OK, NFH_E_NULL
 * Since 0.1. */
NFH_API int nfh_columns_error(const nfh_columns *columns, const char **message);

/* nfh_columns_by_row - whether a criterion is evaluated row by row, as by nfh_screen, because
 * something in it has no form on columns. That is slower and changes no result.
 * Given:    criterion: its index in the rule set
 * Returned: *by_row: 1 if so, else 0; *why: what it is, as what is bound now has it, or NULL
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_INDEX, NFH_E_MEMORY
 * Lifetime: *why lasts until the next call with these columns
 * Since 0.1. */
NFH_API int nfh_columns_by_row(nfh_columns *columns, size_t criterion, int *by_row,
                               const char **why);

/* ---- Arrow ----------------------------------------------------------------------------------- */

/* A cohort as Apache Arrow hands it from one library of a process to another: a struct array, which
 * a record batch is too, with a field for each parameter, by name. Nothing of the columns is copied
 * but the list of a dictionary's texts, or of views of strings, and nothing of the caller's is kept:
 * the structures that come in stay the caller's, to be released at any time after the call. Those that
 * go out are the caller's too, by their `release`, on any thread, also after the handle and the rule
 * set have been freed; their memory is of the rule set's allocator, which must last so long.
 *
 * Taken are, of a parameter of
 *   any type           null; utf8, large_utf8 and utf8_view, and dictionaries of these with any
 *                      integer as index: texts are read as nfh_subject_set_text reads them
 *   Boolean            bool; int8 and uint8, with or without the extension type arrow.bool8: 0 or 1
 *   Integer, Long      int8 to int64, uint8 to uint64, float, double
 *   Decimal, Quantity  the same, and decimal32, decimal64, decimal128
 *   Date               date32, date64
 * A field's metadata `unit` is the UCUM unit of its numbers, without it they are in the parameter's.
 * A row that is null in the struct array itself is a subject of whom nothing is known. The field
 * `subject_id` is passed over, whatever it is, unless the rule set has a parameter of that name.
 *
 * What is inconsistent is refused, not read: buffers or children that are not there, lengths that do
 * not fit, addresses that are not aligned to their type, a structure that has been released. What
 * cannot be told from the structures is the caller's to keep: that a buffer is as long as offset and
 * length say, that there are as many pointers as a number says and that they point somewhere, and
 * that texts and metadata end where they should. */

/* nfh_arrow_new - make a handle that screens Arrow arrays, by the rule set's allocator.
 * Returned: *arrow, to be ended by nfh_arrow_free before the rule set
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_MEMORY
 * Since 0.1. */
NFH_API int nfh_arrow_new(const nfh_ruleset *ruleset, nfh_arrow **arrow);

/* nfh_arrow_free - end it. NULL does nothing. Since 0.1. */
NFH_API void nfh_arrow_free(nfh_arrow *arrow);

/* nfh_arrow_bind - take the schema of the arrays to come, in place of the one before.
 * Given:    schema: of a struct
 *           flags: 0 or NFH_ARROW_EXTRA_FIELDS
 * Status:   NFH_OK
 *           NFH_E_NULL   arrow, schema
 *           NFH_E_RANGE  there is no such flag
 *           NFH_E_ARROW  the schema contradicts itself or Arrow's specification, or was released
 *           NFH_E_NAME   a field has no name or one that is no parameter's (the message says which
 *                        is nearest), and the flag is not given; or two have a parameter's name
 *           NFH_E_TYPE   the type of a field is not taken, or not for its parameter
 *           NFH_E_UNIT   the unit is none, does not convert, stands with a parameter that is no
 *                        Quantity, or with texts, which have theirs within, and is not the
 *                        parameter's own
 *           NFH_E_LIMIT  a unit longer than NFH_TEXT_MAX
 *           NFH_E_MEMORY
 *           After each but NFH_OK no schema is bound.
 * Since 0.1. */
NFH_API int nfh_arrow_bind(nfh_arrow *arrow, const struct ArrowSchema *schema, int flags);

/* nfh_arrow_set_now - the time of the evaluation of every row, as nfh_subject_set_now.
 * Given:    text: a date, a time and its time zone; NULL or "": not given
 * Status:   NFH_OK, NFH_E_NULL (arrow), NFH_E_SYNTAX
 * Since 0.1. */
NFH_API int nfh_arrow_set_now(nfh_arrow *arrow, const char *text);

/* nfh_arrow_schema - the schema of the results: a struct of `verdict`, a dictionary of utf8 by int8
 * with the values eligible, ineligible, undetermined, error; and, by its id, a nullable bool for
 * every inclusion and exclusion criterion in the order of the rule set: null is unknown.
 * Returned: *out_schema: to be released by the caller
 * Status:   NFH_OK, NFH_E_NULL, NFH_E_MEMORY; on the latter out_schema->release is NULL
 * Notes:    It depends on the rule set alone, and may be asked for before a schema is bound.
 * Since 0.1. */
NFH_API int nfh_arrow_schema(const nfh_arrow *arrow, struct ArrowSchema *out_schema);

/* nfh_arrow_screen - screen an array, or a batch, of the schema that is bound.
 * Given:    array: its length, from its offset on, is the number of rows; it and all that belongs to
 *           it is only read
 * Returned: *out_array: a struct array of nfh_arrow_schema with as many rows, to be released by the
 *           caller. A row of which a value cannot be read has the verdict `error`, and null for
 *           every criterion; all others are screened. nfh_arrow_failed counts such rows, and
 *           nfh_arrow_error tells of the first
 * Status:   NFH_OK       also when rows could not be read
 *           NFH_E_NULL   arrow, array, out_array
 *           NFH_E_STATE  no schema is bound
 *           NFH_E_ARROW  the array contradicts itself, its schema or Arrow's specification, or was
 *                        released
 *           NFH_E_LIMIT  more rows than memory could ever hold
 *           NFH_E_MEMORY
 *           On each but NFH_OK out_array->release is NULL.
 * Threads:  Several share one array by a handle each and a copy of the ArrowArray structure alone,
 *           with offset and length of their own.
 * Since 0.1. */
NFH_API int nfh_arrow_screen(nfh_arrow *arrow, const struct ArrowArray *array,
                             struct ArrowArray *out_array);

/* nfh_arrow_failed - the rows of the last nfh_arrow_screen that could not be read.
 * Returned: *count: how many; *row, *parameter: the first of them, 0 when there is none
 * Status:   NFH_OK, NFH_E_NULL
 * Since 0.1. */
NFH_API int nfh_arrow_failed(const nfh_arrow *arrow, size_t *count, size_t *row, size_t *parameter);

/* nfh_arrow_error - what was wrong in the last call with this handle: which field, what was found,
 * what was expected.
 * Returned: *message: "" when nothing was; lasts until the next call with this handle
 * Status:   NFH_OK, NFH_E_NULL
 * Since 0.1. */
NFH_API int nfh_arrow_error(const nfh_arrow *arrow, const char **message);

/* nfh_screen_arrow - all of this in one call, for one array and without messages: nfh_arrow_bind
 * with no flags, nfh_arrow_schema and nfh_arrow_screen.
 * Returned: *out_schema, *out_array: to be released by the caller
 * Status:   NFH_OK, also when rows could not be read; NFH_E_NULL, NFH_E_ARROW, NFH_E_NAME,
 *           NFH_E_TYPE, NFH_E_UNIT, NFH_E_LIMIT, NFH_E_MEMORY as of these functions: then neither
 *           has a `release`
 * Since 0.1. */
NFH_API int nfh_screen_arrow(const nfh_ruleset *ruleset, const struct ArrowSchema *schema,
                             const struct ArrowArray *array, struct ArrowSchema *out_schema,
                             struct ArrowArray *out_array);

#ifdef __cplusplus
}
#endif

#endif
