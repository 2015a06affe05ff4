/* SPDX-License-Identifier: MIT
 *
 * nfhscreen--0.1.sql - the extension's functions. Each calculation and limit stands here twice, with
 * double precision and with numeric; the names of functions and arguments are those of nfhscreen.h.
 *
 * STRICT where there is one argument, or where NULL makes the result NULL whatever the others are.
 * Elsewhere what is known may decide, or be out of range, which is said also when another is NULL.
 */
\echo Use "CREATE EXTENSION nfhscreen" to load this file. \quit

CREATE FUNCTION nfh_library_version() RETURNS text
    AS 'MODULE_PATHNAME', 'nfhpg_library_version' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nfh_library_version() IS 'version of libnfhscreen';

-- Kidney

CREATE FUNCTION nfh_creatinine_to_umol_l(mg_dl double precision)
    RETURNS double precision AS 'MODULE_PATHNAME', 'nfhpg_creatinine_to_umol_l'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nfh_creatinine_to_umol_l(double precision)
    IS 'serum creatinine in umol/L, from mg/dL';

CREATE FUNCTION nfh_creatinine_to_umol_l(mg_dl numeric)
    RETURNS numeric AS 'MODULE_PATHNAME', 'nfhpg_creatinine_to_umol_l_numeric'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nfh_creatinine_to_umol_l(numeric)
    IS 'serum creatinine in umol/L, from mg/dL';

CREATE FUNCTION nfh_creatinine_clearance(
    age_years double precision, weight_kg double precision, creatinine_umol_l double precision,
    sex text)
    RETURNS double precision AS 'MODULE_PATHNAME', 'nfhpg_creatinine_clearance'
    LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nfh_creatinine_clearance(
    double precision, double precision, double precision, text)
    IS 'creatinine clearance in mL/min (Cockcroft-Gault, factor 0.818); sex: male or female';

CREATE FUNCTION nfh_creatinine_clearance(
    age_years numeric, weight_kg numeric, creatinine_umol_l numeric, sex text)
    RETURNS numeric AS 'MODULE_PATHNAME', 'nfhpg_creatinine_clearance_numeric'
    LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nfh_creatinine_clearance(numeric, numeric, numeric, text)
    IS 'creatinine clearance in mL/min (Cockcroft-Gault, factor 0.818); sex: male or female';

CREATE FUNCTION nfh_creatinine_clearance_low(
    age_years double precision, weight_kg double precision, creatinine_umol_l double precision,
    sex text)
    RETURNS boolean AS 'MODULE_PATHNAME', 'nfhpg_creatinine_clearance_low'
    LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nfh_creatinine_clearance_low(
    double precision, double precision, double precision, text)
    IS 'creatinine clearance of at most 50 mL/min';

CREATE FUNCTION nfh_creatinine_clearance_low(
    age_years numeric, weight_kg numeric, creatinine_umol_l numeric, sex text)
    RETURNS boolean AS 'MODULE_PATHNAME', 'nfhpg_creatinine_clearance_low_numeric'
    LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nfh_creatinine_clearance_low(numeric, numeric, numeric, text)
    IS 'creatinine clearance of at most 50 mL/min';

-- Electrocardiogram

CREATE FUNCTION nfh_qtc_bazett(qt_ms double precision, heart_rate_min double precision)
    RETURNS double precision AS 'MODULE_PATHNAME', 'nfhpg_qtc_bazett'
    LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nfh_qtc_bazett(double precision, double precision)
    IS 'QT interval in ms, corrected after Bazett';

CREATE FUNCTION nfh_qtc_bazett(qt_ms numeric, heart_rate_min numeric)
    RETURNS numeric AS 'MODULE_PATHNAME', 'nfhpg_qtc_bazett_numeric'
    LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nfh_qtc_bazett(numeric, numeric)
    IS 'QT interval in ms, corrected after Bazett';

CREATE FUNCTION nfh_qtc_fridericia(qt_ms double precision, heart_rate_min double precision)
    RETURNS double precision AS 'MODULE_PATHNAME', 'nfhpg_qtc_fridericia'
    LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nfh_qtc_fridericia(double precision, double precision)
    IS 'QT interval in ms, corrected after Fridericia';

CREATE FUNCTION nfh_qtc_fridericia(qt_ms numeric, heart_rate_min numeric)
    RETURNS numeric AS 'MODULE_PATHNAME', 'nfhpg_qtc_fridericia_numeric'
    LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nfh_qtc_fridericia(numeric, numeric)
    IS 'QT interval in ms, corrected after Fridericia';

CREATE FUNCTION nfh_qtc_framingham(qt_ms double precision, heart_rate_min double precision)
    RETURNS double precision AS 'MODULE_PATHNAME', 'nfhpg_qtc_framingham'
    LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nfh_qtc_framingham(double precision, double precision)
    IS 'QT interval in ms, corrected after Framingham';

CREATE FUNCTION nfh_qtc_framingham(qt_ms numeric, heart_rate_min numeric)
    RETURNS numeric AS 'MODULE_PATHNAME', 'nfhpg_qtc_framingham_numeric'
    LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nfh_qtc_framingham(numeric, numeric)
    IS 'QT interval in ms, corrected after Framingham';

CREATE FUNCTION nfh_qtc_hodges(qt_ms double precision, heart_rate_min double precision)
    RETURNS double precision AS 'MODULE_PATHNAME', 'nfhpg_qtc_hodges'
    LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nfh_qtc_hodges(double precision, double precision)
    IS 'QT interval in ms, corrected after Hodges';

CREATE FUNCTION nfh_qtc_hodges(qt_ms numeric, heart_rate_min numeric)
    RETURNS numeric AS 'MODULE_PATHNAME', 'nfhpg_qtc_hodges_numeric'
    LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nfh_qtc_hodges(numeric, numeric)
    IS 'QT interval in ms, corrected after Hodges';

CREATE FUNCTION nfh_ecg_qtcb_prolonged(qt_ms double precision, heart_rate_min double precision)
    RETURNS boolean AS 'MODULE_PATHNAME', 'nfhpg_ecg_qtcb_prolonged'
    LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nfh_ecg_qtcb_prolonged(double precision, double precision)
    IS 'QTcB above 450 ms';

CREATE FUNCTION nfh_ecg_qtcb_prolonged(qt_ms numeric, heart_rate_min numeric)
    RETURNS boolean AS 'MODULE_PATHNAME', 'nfhpg_ecg_qtcb_prolonged_numeric'
    LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nfh_ecg_qtcb_prolonged(numeric, numeric)
    IS 'QTcB above 450 ms';

CREATE FUNCTION nfh_ecg_heart_rate_high(heart_rate_min double precision)
    RETURNS boolean AS 'MODULE_PATHNAME', 'nfhpg_ecg_heart_rate_high'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nfh_ecg_heart_rate_high(double precision)
    IS 'heart rate above 100 /min';

CREATE FUNCTION nfh_ecg_heart_rate_high(heart_rate_min numeric)
    RETURNS boolean AS 'MODULE_PATHNAME', 'nfhpg_ecg_heart_rate_high_numeric'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nfh_ecg_heart_rate_high(numeric)
    IS 'heart rate above 100 /min';

CREATE FUNCTION nfh_ecg_qrs_wide(qrs_ms double precision)
    RETURNS boolean AS 'MODULE_PATHNAME', 'nfhpg_ecg_qrs_wide'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nfh_ecg_qrs_wide(double precision)
    IS 'QRS duration above 120 ms';

CREATE FUNCTION nfh_ecg_qrs_wide(qrs_ms numeric)
    RETURNS boolean AS 'MODULE_PATHNAME', 'nfhpg_ecg_qrs_wide_numeric'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nfh_ecg_qrs_wide(numeric)
    IS 'QRS duration above 120 ms';

CREATE FUNCTION nfh_ecg_pr_long(pr_ms double precision)
    RETURNS boolean AS 'MODULE_PATHNAME', 'nfhpg_ecg_pr_long'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nfh_ecg_pr_long(double precision)
    IS 'PR interval above 220 ms';

CREATE FUNCTION nfh_ecg_pr_long(pr_ms numeric)
    RETURNS boolean AS 'MODULE_PATHNAME', 'nfhpg_ecg_pr_long_numeric'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nfh_ecg_pr_long(numeric)
    IS 'PR interval above 220 ms';

CREATE FUNCTION nfh_ecg_abnormal(
    qt_ms double precision, heart_rate_min double precision, qrs_ms double precision,
    pr_ms double precision)
    RETURNS boolean AS 'MODULE_PATHNAME', 'nfhpg_ecg_abnormal'
    LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nfh_ecg_abnormal(
    double precision, double precision, double precision, double precision)
    IS 'any of the four limits';

CREATE FUNCTION nfh_ecg_abnormal(
    qt_ms numeric, heart_rate_min numeric, qrs_ms numeric, pr_ms numeric)
    RETURNS boolean AS 'MODULE_PATHNAME', 'nfhpg_ecg_abnormal_numeric'
    LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nfh_ecg_abnormal(numeric, numeric, numeric, numeric)
    IS 'any of the four limits';

-- Laboratory, blood pressure, alcohol

CREATE FUNCTION nfh_exceeds_uln(
    value double precision, uln double precision, multiple double precision)
    RETURNS boolean AS 'MODULE_PATHNAME', 'nfhpg_exceeds_uln'
    LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nfh_exceeds_uln(double precision, double precision, double precision)
    IS 'value above a multiple of its upper limit of normal';

CREATE FUNCTION nfh_exceeds_uln(value numeric, uln numeric, multiple numeric)
    RETURNS boolean AS 'MODULE_PATHNAME', 'nfhpg_exceeds_uln_numeric'
    LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nfh_exceeds_uln(numeric, numeric, numeric)
    IS 'value above a multiple of its upper limit of normal';

CREATE FUNCTION nfh_blood_pressure_uncontrolled(
    systolic_mmhg double precision, diastolic_mmhg double precision, standardized boolean)
    RETURNS boolean AS 'MODULE_PATHNAME', 'nfhpg_blood_pressure_uncontrolled'
    LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nfh_blood_pressure_uncontrolled(double precision, double precision, boolean)
    IS '140 mmHg systolic or 90 mmHg diastolic reached after standardized treatment';

CREATE FUNCTION nfh_blood_pressure_uncontrolled(
    systolic_mmhg numeric, diastolic_mmhg numeric, standardized boolean)
    RETURNS boolean AS 'MODULE_PATHNAME', 'nfhpg_blood_pressure_uncontrolled_numeric'
    LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nfh_blood_pressure_uncontrolled(numeric, numeric, boolean)
    IS '140 mmHg systolic or 90 mmHg diastolic reached after standardized treatment';

CREATE FUNCTION nfh_alcohol_units(
    beer_ml double precision, wine_ml double precision, spirits_ml double precision,
    spirits_percent double precision)
    RETURNS double precision AS 'MODULE_PATHNAME', 'nfhpg_alcohol_units'
    LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nfh_alcohol_units(
    double precision, double precision, double precision, double precision)
    IS 'alcohol units';

CREATE FUNCTION nfh_alcohol_units(
    beer_ml numeric, wine_ml numeric, spirits_ml numeric, spirits_percent numeric)
    RETURNS numeric AS 'MODULE_PATHNAME', 'nfhpg_alcohol_units_numeric'
    LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nfh_alcohol_units(numeric, numeric, numeric, numeric)
    IS 'alcohol units';

CREATE FUNCTION nfh_alcohol_excess(
    beer_ml_day double precision, wine_ml_day double precision, spirits_ml_day double precision,
    beer_ml_week double precision, wine_ml_week double precision, spirits_ml_week double precision,
    spirits_percent double precision)
    RETURNS boolean AS 'MODULE_PATHNAME', 'nfhpg_alcohol_excess'
    LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nfh_alcohol_excess(
    double precision, double precision, double precision, double precision, double precision,
    double precision, double precision)
    IS 'more than 2 alcohol units a day or 14 a week';

CREATE FUNCTION nfh_alcohol_excess(
    beer_ml_day numeric, wine_ml_day numeric, spirits_ml_day numeric, beer_ml_week numeric,
    wine_ml_week numeric, spirits_ml_week numeric, spirits_percent numeric)
    RETURNS boolean AS 'MODULE_PATHNAME', 'nfhpg_alcohol_excess_numeric'
    LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nfh_alcohol_excess(
    numeric, numeric, numeric, numeric, numeric, numeric, numeric)
    IS 'more than 2 alcohol units a day or 14 a week';

-- Dates

CREATE FUNCTION nfh_add_months(date date, months integer)
    RETURNS date AS 'MODULE_PATHNAME', 'nfhpg_add_months'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nfh_add_months(date, integer)
    IS 'the same day of another month, or its last';

CREATE FUNCTION nfh_add_days(date date, days integer)
    RETURNS date AS 'MODULE_PATHNAME', 'nfhpg_add_days'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nfh_add_days(date, integer)
    IS 'a date some days later or earlier';

CREATE FUNCTION nfh_age_years(birth date, at date)
    RETURNS integer AS 'MODULE_PATHNAME', 'nfhpg_age_years'
    LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nfh_age_years(date, date)
    IS 'age in completed years';

CREATE FUNCTION nfh_within_window(event date, anchor date, months integer)
    RETURNS boolean AS 'MODULE_PATHNAME', 'nfhpg_within_window'
    LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nfh_within_window(date, date, integer)
    IS 'an event in the months before a date, both ends included; after it NULL';

CREATE FUNCTION nfh_within_days(event date, anchor date, days integer)
    RETURNS boolean AS 'MODULE_PATHNAME', 'nfhpg_within_days'
    LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nfh_within_days(date, date, integer)
    IS 'an event in the days before a date, both ends included; after it NULL';

-- Screening. A subject is a row of a table, any other record with names, or a JSON object.
-- ruleset: the name of one that is built in, or the text of a CQL library.
-- extra_columns: columns that are no parameter pass; subject_id always does.
-- now: the time of the evaluation, for rule sets that ask for it: 2025-09-01T14:30:00+02:00.

CREATE FUNCTION nfh_verdict(
    subject record, ruleset text DEFAULT 'NCT07101562', extra_columns boolean DEFAULT false,
    "now" text DEFAULT NULL)
    RETURNS text AS 'MODULE_PATHNAME', 'nfhpg_verdict'
    LANGUAGE C IMMUTABLE PARALLEL SAFE COST 500;
COMMENT ON FUNCTION nfh_verdict(record, text, boolean, text)
    IS 'eligible, ineligible or undetermined';

CREATE FUNCTION nfh_verdict(
    subject jsonb, ruleset text DEFAULT 'NCT07101562', extra_columns boolean DEFAULT false,
    "now" text DEFAULT NULL)
    RETURNS text AS 'MODULE_PATHNAME', 'nfhpg_verdict'
    LANGUAGE C IMMUTABLE PARALLEL SAFE COST 500;
COMMENT ON FUNCTION nfh_verdict(jsonb, text, boolean, text)
    IS 'eligible, ineligible or undetermined';

CREATE FUNCTION nfh_input_error(
    subject record, ruleset text DEFAULT 'NCT07101562', extra_columns boolean DEFAULT false,
    "now" text DEFAULT NULL)
    RETURNS text AS 'MODULE_PATHNAME', 'nfhpg_input_error'
    LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200;
COMMENT ON FUNCTION nfh_input_error(record, text, boolean, text)
    IS 'why the subject cannot be read; NULL when it can';

CREATE FUNCTION nfh_input_error(
    subject jsonb, ruleset text DEFAULT 'NCT07101562', extra_columns boolean DEFAULT false,
    "now" text DEFAULT NULL)
    RETURNS text AS 'MODULE_PATHNAME', 'nfhpg_input_error'
    LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200;
COMMENT ON FUNCTION nfh_input_error(jsonb, text, boolean, text)
    IS 'why the subject cannot be read; NULL when it can';

CREATE FUNCTION nfh_criteria(
    subject record, ruleset text DEFAULT 'NCT07101562', extra_columns boolean DEFAULT false,
    "now" text DEFAULT NULL)
    RETURNS record AS 'MODULE_PATHNAME', 'nfhpg_criteria'
    LANGUAGE C IMMUTABLE PARALLEL SAFE COST 500;
COMMENT ON FUNCTION nfh_criteria(record, text, boolean, text)
    IS 'criteria as columns: nfh_criteria(c) AS r(verdict text, incl03 boolean)';

CREATE FUNCTION nfh_criteria(
    subject jsonb, ruleset text DEFAULT 'NCT07101562', extra_columns boolean DEFAULT false,
    "now" text DEFAULT NULL)
    RETURNS record AS 'MODULE_PATHNAME', 'nfhpg_criteria'
    LANGUAGE C IMMUTABLE PARALLEL SAFE COST 500;
COMMENT ON FUNCTION nfh_criteria(jsonb, text, boolean, text)
    IS 'criteria as columns: nfh_criteria(c) AS r(verdict text, incl03 boolean)';

CREATE FUNCTION nfh_screen(
    subject record, ruleset text DEFAULT 'NCT07101562', extra_columns boolean DEFAULT false,
    "now" text DEFAULT NULL)
    RETURNS TABLE (
        criterion text, category text, value boolean, reason text, missing text[]) AS 'MODULE_PATHNAME', 'nfhpg_screen'
    LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5000 ROWS 70;
COMMENT ON FUNCTION nfh_screen(record, text, boolean, text)
    IS 'a row for each criterion and check';

CREATE FUNCTION nfh_screen(
    subject jsonb, ruleset text DEFAULT 'NCT07101562', extra_columns boolean DEFAULT false,
    "now" text DEFAULT NULL)
    RETURNS TABLE (
        criterion text, category text, value boolean, reason text, missing text[]) AS 'MODULE_PATHNAME', 'nfhpg_screen'
    LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5000 ROWS 70;
COMMENT ON FUNCTION nfh_screen(jsonb, text, boolean, text)
    IS 'a row for each criterion and check';

CREATE FUNCTION nfh_report(
    subject record, ruleset text DEFAULT 'NCT07101562', extra_columns boolean DEFAULT false,
    "now" text DEFAULT NULL)
    RETURNS jsonb AS 'MODULE_PATHNAME', 'nfhpg_report'
    LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50000;
COMMENT ON FUNCTION nfh_report(record, text, boolean, text)
    IS 'the whole report';

CREATE FUNCTION nfh_report(
    subject jsonb, ruleset text DEFAULT 'NCT07101562', extra_columns boolean DEFAULT false,
    "now" text DEFAULT NULL)
    RETURNS jsonb AS 'MODULE_PATHNAME', 'nfhpg_report'
    LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50000;
COMMENT ON FUNCTION nfh_report(jsonb, text, boolean, text)
    IS 'the whole report';

CREATE FUNCTION nfh_parameters(ruleset text DEFAULT 'NCT07101562')
    RETURNS TABLE (
        name text, type text, column_type text, unit text, lowest text, highest text, allowed text,
        prompt text) AS 'MODULE_PATHNAME', 'nfhpg_parameters'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 100;
COMMENT ON FUNCTION nfh_parameters(text) IS 'what a rule set needs, a row for each parameter';
