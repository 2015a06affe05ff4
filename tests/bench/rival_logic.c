/* SPDX-License-Identifier: MIT */
#include "rival_logic.h"

#include <stdbool.h>
#include <string.h>

/* 64 rows. */
struct truths {
    uint64_t t, f;
};

static inline uint64_t word(const uint8_t *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

static inline struct truths not(struct truths a)
{
    return (struct truths){a.f, a.t};
}

static inline struct truths both(struct truths a, struct truths b)
{
    return (struct truths){a.t & b.t, a.f | b.f};
}

static inline struct truths either(struct truths a, struct truths b)
{
    return (struct truths){a.t | b.t, a.f & b.f};
}

/* What a block has, and what is a column itself. */
#define BITS(name) ((struct truths){word(block->name.t + i), word(block->name.f + i)})
#define FLAG(name) flag(block, C_##name, i)

static inline struct truths flag(const struct rival_block *block, int column, size_t i)
{
    const struct cohort_column *at = &block->cohort->column[column];
    uint64_t value = word((const uint8_t *)at->values + block->row / 8 + i);
    uint64_t known = word(at->validity + block->row / 8 + i);
    return (struct truths){value & known, ~value & known};
}

static inline void inclusions(const struct rival_block *block, size_t i, struct truths *out)
{
    struct truths contraception =
        either(FLAG(contraception_agreed), FLAG(sterilized_or_postmenopausal));
    uint64_t adult = word(block->adult + i), known = word(block->known_age + i);
    out[R_INCL02] = FLAG(guideline_diagnosis);
    out[R_INCL03] = (struct truths){adult & known, ~adult & known};
    out[R_INCL04] = BITS(stage);
    out[R_INCL05] = not(FLAG(necrosis_traumatic));
    out[R_INCL06] = both(BITS(conservative), FLAG(persistent_hip_pain));
    out[R_INCL07] = both(not(FLAG(long_term_immobile)), BITS(walking));
    out[R_INCL08] = both(not(FLAG(pregnancy_planned)), contraception);
}

static inline void hip(const struct rival_block *block, size_t i, struct truths *out)
{
    out[R_EXCL02] = BITS(injury);
    out[R_EXCL03] = either(FLAG(secondary_necrosis_cause), FLAG(confounding_neurological_lesion));
    out[R_EXCL04] = FLAG(femoral_head_destroyed);
    out[R_EXCL05] = either(FLAG(prior_hip_surgery), FLAG(limb_surgery_planned));
    out[R_EXCL06] = FLAG(suppurative_arthritis);
    out[R_EXCL07] = FLAG(joint_effusion);
    out[R_EXCL08] = either(either(FLAG(active_joint_infection), FLAG(skin_ulceration)),
                           either(FLAG(surgical_area_infection), FLAG(interfering_skin_disease)));
    out[R_EXCL09] = either(either(BITS(opioid), BITS(glucocorticoid)),
                           FLAG(long_term_opioid_or_glucocorticoid));
    out[R_EXCL10] = BITS(injection);
    struct truths started = either(BITS(drug_recent), not(FLAG(circulation_drug_dose_stable)));
    uint64_t dated = word(block->drug_dated + i);
    out[R_EXCL11] = (struct truths){started.t & dated,
                                    (started.f & dated) | (FLAG(circulation_drug_used).f & ~dated)};
}

static inline void body(const struct rival_block *block, size_t i, struct truths *out)
{
    out[R_EXCL13] = FLAG(systemic_glucocorticoid_disease);
    out[R_EXCL14] = either(either(BITS(ast), BITS(alt)), either(BITS(creatinine), BITS(clearance)));
    out[R_EXCL16] =
        either(both(FLAG(active_malignancy), FLAG(systemic_chemotherapy)), BITS(cancer));
    out[R_EXCL17] = either(either(either(FLAG(ecg_clinically_significant), BITS(qtc)), BITS(rate)),
                           either(BITS(qrs), BITS(pr)));
    struct truths failure =
        both(FLAG(heart_failure_symptomatic), either(BITS(nyha), not(BITS(ejection))));
    out[R_EXCL18] = either(BITS(heart), failure);
    struct truths high = either(BITS(systolic), BITS(diastolic));
    out[R_EXCL19] = (struct truths){high.t & FLAG(antihypertensive_standardized).t, high.f};
    out[R_EXCL20] = either(either(FLAG(hbsag_positive), FLAG(hcv_antibody_positive)),
                           either(FLAG(hiv_antibody_positive), FLAG(syphilis_antibody_positive)));
    out[R_EXCL21] = FLAG(study_drug_ingredient_allergy);
    out[R_EXCL22] = either(either(FLAG(nsaid_gi_bleed_or_perforation), BITS(ulcer)),
                           FLAG(recurrent_ulcer_bleeding));
}

/* False for a man, whatever is recorded. */
static inline struct truths woman_only(struct truths a, uint64_t man)
{
    return (struct truths){a.t & ~man, a.f | man};
}

static inline void others(const struct rival_block *block, size_t i, struct truths *out)
{
    struct truths mind = either(FLAG(mental_disorder), FLAG(psychotropic_abuse_or_addiction));
    struct truths contraception =
        either(FLAG(sterilized_or_postmenopausal), FLAG(contraception_agreed));
    uint64_t man = word(block->man + i);
    out[R_EXCL23] = FLAG(test_drug_hypersensitivity);
    out[R_EXCL24] = FLAG(unavoidable_new_exercise);
    out[R_EXCL25] = mind;
    out[R_EXCL26] = either(either(BITS(day), BITS(week)), mind);
    out[R_EXCL27] =
        either(either(woman_only(FLAG(pregnant), man), woman_only(FLAG(lactating), man)),
               not(contraception));
    out[R_EXCL28] = BITS(trial);
    out[R_EXCL29] = FLAG(investigator_unsuitable);
}

/* The 8 bits of a byte as 8 bytes, the lowest first. */
static const uint8_t (*spread_table(void))[8]
{
    static uint8_t table[256][8];
    if (!table[1][0])
        for (int i = 0; i < 256; i++)
            for (int bit = 0; bit < 8; bit++)
                table[i][bit] = i >> bit & 1;
    return (const uint8_t(*)[8])table;
}

static void write_verdicts(uint64_t out, uint64_t open, uint8_t *verdict)
{
    const uint8_t(*spread)[8] = spread_table();
    uint8_t out_bytes[8], open_bytes[8];
    memcpy(out_bytes, &out, 8);
    memcpy(open_bytes, &open, 8);
    for (int i = 0; i < 8; i++) {
        uint64_t eight = word(spread[out_bytes[i]]) + 2 * word(spread[open_bytes[i]]) +
                         UINT64_C(0x0101010101010101) * NFH_VERDICT_ELIGIBLE;
        memcpy(verdict + 8 * i, &eight, 8);
    }
}

void rival_decide(const struct rival_block *block, const struct rival_results *results)
{
    struct truths out[RIVAL_COUNT];
    for (size_t i = 0; i < block->bytes; i += 8) {
        size_t at = block->row / 8 + i;
        uint64_t excluded = 0, known = UINT64_MAX;
        inclusions(block, i, out);
        hip(block, i, out);
        body(block, i, out);
        others(block, i, out);
        for (int j = 0; j < RIVAL_COUNT; j++) {
            uint64_t decided = out[j].t | out[j].f;
            excluded |= j < R_EXCL02 ? out[j].f : out[j].t;
            known &= decided;
            memcpy(results->truth[j] + at, &out[j].t, 8);
            memcpy(results->known[j] + at, &decided, 8);
        }
        write_verdicts(excluded, ~known & ~excluded, results->verdict + 8 * at);
    }
}
