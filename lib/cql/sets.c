/* SPDX-License-Identifier: MIT
 *
 * sets.c - minimal sets of inputs that decide a Boolean.
 *
 * The logic above the comparisons is taken apart: an OR becomes true by what makes one side true,
 * and false by what makes both false. A Boolean below that logic is a leaf: for its few inputs
 * every subset is tried, the smaller ones first. So is a part of the logic whose sides share
 * inputs, while there are few of them, because there a side's sets need not fit the other's. Each
 * set comes with the values that decide, and is confirmed by running the program on them.
 */
#include "cql/sets.h"

#include <string.h>

#define LEAF_INPUTS   8 /* of a leaf, those that it might do without: all their subsets are tried */
#define SHARED_INPUTS 6 /* the most inputs for which logic is a leaf */
#define TRIES         128 /* assignments of values to one set */
#define REPAIRS       64  /* tries to make two sides agree on what they share */
#define RUNS_MAX      NFH_TRIALS_MAX

/* ---- Values ---------------------------------------------------------------------------------- */

/* xorshift32, G. Marsaglia, Xorshift RNGs, Journal of Statistical Software 8 (14), 2003. */
static uint32_t draw(struct nfh_trial *trial, size_t below)
{
    trial->random ^= trial->random << 13;
    trial->random ^= trial->random >> 17;
    trial->random ^= trial->random << 5;
    return (uint32_t)(trial->random % below);
}

static void set_value(struct nfh_trial *trial, unsigned index, size_t place)
{
    nfh_priv_trial_set(trial, 0, index, &nfh_priv_trial_pool(trial, index)->value[place]);
}

static void clear_values(struct nfh_trial *trial, nfh_inputs set)
{
    for (; set; set &= set - 1)
        nfh_priv_trial_set(trial, 0, nfh_priv_inputs_first(set), NULL);
}

/* Runs with a way's values. */
static unsigned run_way(struct nfh_trial *trial, const struct nfh_way *way, uint32_t slot)
{
    nfh_inputs set = way->set;

    for (size_t i = 0; set; set &= set - 1, i++)
        set_value(trial, nfh_priv_inputs_first(set), way->value[i]);
    unsigned truth = nfh_priv_trial_run(trial, 0, slot);
    clear_values(trial, way->set);
    return truth;
}

static unsigned truth_of(int direction)
{
    return direction == NFH_TO_TRUE ? NFH_TRUTH_TRUE : NFH_TRUTH_FALSE;
}

static bool is_exhausted(struct nfh_sets *sets)
{
    if (sets->trial->runs < RUNS_MAX && sets->trial->work < NFH_TRIAL_WORK_MAX)
        return false;
    sets->capped = true;
    return true;
}

/* ---- Families -------------------------------------------------------------------------------- */

static bool has_subset(const struct nfh_family *family, nfh_inputs set)
{
    for (size_t i = 0; i < family->count; i++)
        if ((family->way[i].set & ~set) == 0)
            return true;
    return false;
}

static void remove_supersets(struct nfh_family *family, nfh_inputs set)
{
    size_t kept = 0;

    for (size_t i = 0; i < family->count; i++) {
        if ((set & ~family->way[i].set) == 0)
            continue;
        if (kept != i)
            family->way[kept] = family->way[i];
        kept++;
    }
    family->count = kept;
}

/* A full family gives up its largest set. */
static void insert(struct nfh_sets *sets, struct nfh_family *family, const struct nfh_way *way)
{
    size_t largest = 0;

    if (has_subset(family, way->set))
        return;
    remove_supersets(family, way->set);
    if (family->count < NFH_SETS_MAX) {
        family->way[family->count++] = *way;
        return;
    }
    sets->capped = true;
    for (size_t i = 1; i < family->count; i++)
        if (nfh_priv_inputs_count(family->way[i].set) >
            nfh_priv_inputs_count(family->way[largest].set))
            largest = i;
    if (nfh_priv_inputs_count(way->set) < nfh_priv_inputs_count(family->way[largest].set))
        family->way[largest] = *way;
}

static void unite(struct nfh_sets *sets, struct nfh_family *family, const struct nfh_family *more)
{
    for (size_t i = 0; i < more->count; i++)
        insert(sets, family, &more->way[i]);
}

/* ---- Leaves ---------------------------------------------------------------------------------- */

struct leaf {
    struct nfh_sets *sets;
    uint32_t slot;
    struct nfh_family *family; /* both */
};

/* Which directions are still sought for a set: a bit each. */
static unsigned sought(const struct leaf *leaf, nfh_inputs set)
{
    unsigned bits = 0;

    for (int d = 0; d < NFH_DIRECTIONS; d++)
        if (!has_subset(&leaf->family[d], set))
            bits |= 1u << d;
    return bits;
}

/* Runs with these places in the pools of the set's inputs; returns what is still sought. */
static unsigned try_places(const struct leaf *leaf, const struct nfh_way *way, unsigned wanted)
{
    unsigned truth = run_way(leaf->sets->trial, way, leaf->slot);

    for (int d = 0; d < NFH_DIRECTIONS; d++) {
        if (truth == truth_of(d) && (wanted >> d & 1)) {
            insert(leaf->sets, &leaf->family[d], way);
            wanted &= ~(1u << d);
        }
    }
    return wanted;
}

/* Every combination of the values there are, when there are few; otherwise some: the least and the
 * greatest of all, and random ones. */
static unsigned try_set(const struct leaf *leaf, nfh_inputs set, unsigned wanted)
{
    struct nfh_trial *trial = leaf->sets->trial;
    struct nfh_way way = {.set = set};
    size_t size[NFH_SET_INPUTS_MAX], count = 0, product = 1;

    for (nfh_inputs rest = set; rest; rest &= rest - 1) {
        size[count] = nfh_priv_trial_pool(trial, nfh_priv_inputs_first(rest))->count;
        if (size[count] == 0)
            return wanted;
        product = product > TRIES ? product : product * size[count];
        count++;
    }
    for (size_t number = 0; wanted && number < (product < TRIES ? product : TRIES); number++) {
        size_t rest = number;
        if (is_exhausted(leaf->sets))
            return 0;
        for (size_t i = 0; i < count; i++) {
            if (product <= TRIES)
                way.value[i] = (uint8_t)(rest % size[i]);
            else
                way.value[i] = (uint8_t)(number < 2 ? number % size[i] : draw(trial, size[i]));
            rest /= size[i];
        }
        wanted = try_places(leaf, &way, wanted);
    }
    return wanted;
}

/* A lone number or date: where the Boolean turns is looked for, and what is found goes into the
 * pool, also for larger sets. */
static unsigned try_range(const struct leaf *leaf, unsigned index, unsigned wanted)
{
    struct nfh_trial *trial = leaf->sets->trial;
    const struct nfh_input *input = nfh_priv_trial_input(trial, index);
    struct nfh_pieces pieces;
    struct nfh_way way = {.set = nfh_priv_inputs_one(index)};

    if (input->value_count > 0 || !nfh_priv_input_ordered(input) ||
        !nfh_priv_find_pieces(trial, index, leaf->slot, leaf->sets->shape, &pieces))
        return wanted;
    for (size_t i = 0; i < pieces.count; i++) {
        struct nfh_value low = nfh_priv_input_at(input, pieces.piece[i].low);
        struct nfh_value high = nfh_priv_input_at(input, pieces.piece[i].high);
        size_t place = nfh_priv_trial_pool_add(trial, index, &low);
        nfh_priv_trial_pool_add(trial, index, &high);
        if (place == NFH_POOL_MAX) {
            leaf->sets->capped = true;
            continue;
        }
        way.value[0] = (uint8_t)place;
        wanted = try_places(leaf, &way, wanted);
    }
    return wanted;
}

static void try_one_set(const struct leaf *leaf, nfh_inputs set)
{
    unsigned wanted = sought(leaf, set);

    if (!wanted || is_exhausted(leaf->sets))
        return;
    if (nfh_priv_inputs_count(set) > NFH_SET_INPUTS_MAX) {
        leaf->sets->capped = true;
        return;
    }
    if (nfh_priv_inputs_count(set) == 1)
        wanted = try_range(leaf, nfh_priv_inputs_first(set), wanted);
    if (wanted)
        try_set(leaf, set, wanted);
}

/* The inputs of `of` that the bits of `number` choose. */
static nfh_inputs choose(nfh_inputs of, unsigned number)
{
    nfh_inputs chosen = 0;

    for (; of && number; of &= of - 1, number >>= 1)
        if (number & 1)
            chosen |= of & (~of + 1);
    return chosen;
}

/* All sets of a leaf, small ones first: what it cannot do without is in each. */
static void search_leaf(struct nfh_sets *sets, struct nfh_set_node *node)
{
    const struct nfh_trial *trial = sets->trial;
    struct leaf leaf = {sets, node->slot, node->family};
    nfh_inputs needed = trial->needs[node->slot];
    nfh_inputs others = trial->depends[node->slot] & ~needed;
    unsigned count = nfh_priv_inputs_count(others);
    bool all = count <= LEAF_INPUTS;

    for (unsigned size = 0; size <= (all ? count : 1); size++) {
        if (all) {
            for (unsigned number = 0; number < 1u << count; number++)
                if (nfh_priv_inputs_count(number) == size)
                    try_one_set(&leaf, needed | choose(others, number));
            continue;
        }
        try_one_set(&leaf, needed);
        for (nfh_inputs rest = size ? others : 0; rest; rest &= rest - 1)
            try_one_set(&leaf, needed | (rest & (~rest + 1)));
    }
    if (!all) {
        sets->capped = true;
        try_one_set(&leaf, needed | others);
    }
}

/* ---- Logic ----------------------------------------------------------------------------------- */

static const struct nfh_instruction *instruction_of(const struct nfh_program *program,
                                                    uint32_t slot)
{
    size_t first = nfh_priv_first_result(program);

    return slot < first ? NULL : &program->code[slot - first];
}

static bool is_logic(const struct nfh_instruction *in)
{
    return in && (in->opcode == NFH_OP_AND || in->opcode == NFH_OP_OR || in->opcode == NFH_OP_NOT ||
                  in->opcode == NFH_OP_SELECT_BOOLEAN);
}

static size_t mark_nodes(const struct nfh_program *program, uint32_t target, uint8_t *mark,
                         const struct nfh_trial *trial)
{
    size_t count = 0, operands;

    memset(mark, 0, nfh_priv_slot_count(program));
    mark[target] = 1;
    for (size_t slot = (size_t)target + 1; slot-- > 0;) {
        const struct nfh_instruction *in = instruction_of(program, (uint32_t)slot);
        nfh_inputs seen = 0, shared = 0;
        if (!mark[slot])
            continue;
        count++;
        if (!is_logic(in))
            continue;
        const uint32_t *operand = nfh_priv_operands(program, in, &operands);
        for (size_t i = 0; trial && i < operands; i++) {
            shared |= seen & trial->depends[operand[i]];
            seen |= trial->depends[operand[i]];
        }
        if (trial && (!seen || (shared && nfh_priv_inputs_count(seen) <= SHARED_INPUTS)))
            continue;
        mark[slot] = 2; /* taken apart */
        for (size_t i = 0; i < operands; i++)
            mark[operand[i]] = mark[operand[i]] ? mark[operand[i]] : 1;
    }
    return count;
}

size_t nfh_priv_count_nodes(const struct nfh_program *program, uint32_t slot, uint8_t *mark)
{
    return mark_nodes(program, slot, mark, NULL);
}

static const struct nfh_set_node *find_node(const struct nfh_sets *sets, uint32_t slot)
{
    size_t low = 0, high = sets->node_count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (sets->node[middle].slot <= slot)
            low = middle;
        else
            high = middle;
    }
    return &sets->node[low];
}

static uint8_t value_in(const struct nfh_way *way, nfh_inputs one)
{
    return way->value[nfh_priv_inputs_count(way->set & (one - 1))];
}

/* The values of both; of what they share, the first's. */
static struct nfh_way join(const struct nfh_way *a, const struct nfh_way *b)
{
    struct nfh_way way = {.set = a->set | b->set};
    size_t count = 0;

    for (nfh_inputs rest = way.set; rest; rest &= rest - 1) {
        nfh_inputs one = rest & (~rest + 1);
        way.value[count++] = value_in(a->set & one ? a : b, one);
    }
    return way;
}

/* Makes the way decide: by the one's values of what is shared, the other's, or random ones. */
static bool confirm(struct nfh_sets *sets, const struct nfh_set_node *node, int direction,
                    const struct nfh_way *a, const struct nfh_way *b, struct nfh_way *way)
{
    struct nfh_trial *trial = sets->trial;
    nfh_inputs shared = a->set & b->set;

    *way = join(a, b);
    for (int number = 0; number < REPAIRS; number++) {
        if (is_exhausted(sets))
            return false;
        if (run_way(trial, way, node->slot) == truth_of(direction))
            return true;
        if (!shared)
            return false;
        *way = join(b, a);
        size_t place = 0;
        for (nfh_inputs rest = way->set; number > 0 && rest; rest &= rest - 1, place++)
            if ((rest & (~rest + 1) & shared) || number > REPAIRS / 2)
                way->value[place] = (uint8_t)draw(
                    trial, nfh_priv_trial_pool(trial, nfh_priv_inputs_first(rest))->count);
    }
    return false;
}

/* What takes both a set of the one and a set of the other. */
static void combine(struct nfh_sets *sets, struct nfh_set_node *node, int direction,
                    const struct nfh_family *a, const struct nfh_family *b)
{
    struct nfh_family *family = &node->family[direction];
    struct nfh_way way;

    for (size_t i = 0; i < a->count; i++) {
        for (size_t j = 0; j < b->count; j++) {
            nfh_inputs set = a->way[i].set | b->way[j].set;
            if (has_subset(family, set))
                continue;
            if (nfh_priv_inputs_count(set) > NFH_SET_INPUTS_MAX)
                sets->capped = true;
            else if (confirm(sets, node, direction, &a->way[i], &b->way[j], &way))
                insert(sets, family, &way);
        }
    }
}

/* if condition then yes else no: a condition that is not true is as good as false. */
static void combine_choice(struct nfh_sets *sets, struct nfh_set_node *node,
                           const struct nfh_instruction *in)
{
    const struct nfh_family *condition = find_node(sets, in->operand[0])->family;
    const struct nfh_set_node *yes = find_node(sets, in->operand[1]);
    const struct nfh_set_node *no = find_node(sets, in->operand[2]);
    struct nfh_family as_it_is = {.count = 1};
    bool is_true = sets->trial->base[in->operand[0]].truth & NFH_TRUTH_TRUE;

    for (int d = 0; d < NFH_DIRECTIONS; d++) {
        combine(sets, node, d, is_true ? &condition[NFH_TO_FALSE] : &as_it_is, &no->family[d]);
        combine(sets, node, d, &condition[NFH_TO_TRUE], &yes->family[d]);
    }
}

static void take_apart(struct nfh_sets *sets, struct nfh_set_node *node,
                       const struct nfh_instruction *in)
{
    const struct nfh_family *a = find_node(sets, in->operand[0])->family, *b;
    /* Of AND, one operand suffices for false; of OR, for true. */
    int either = in->opcode == NFH_OP_AND ? NFH_TO_FALSE : NFH_TO_TRUE;

    if (in->opcode == NFH_OP_NOT) {
        node->family[NFH_TO_TRUE] = a[NFH_TO_FALSE];
        node->family[NFH_TO_FALSE] = a[NFH_TO_TRUE];
        return;
    }
    if (in->opcode == NFH_OP_SELECT_BOOLEAN) {
        combine_choice(sets, node, in);
        return;
    }
    b = find_node(sets, in->operand[1])->family;
    unite(sets, &node->family[either], &a[either]);
    unite(sets, &node->family[either], &b[either]);
    combine(sets, node, !either, &a[!either], &b[!either]);
}

/* What is true without any of the inputs is made so by the empty set. */
static void start_node(const struct nfh_sets *sets, struct nfh_set_node *node)
{
    unsigned truth = sets->trial->base[node->slot].truth;

    for (int d = 0; d < NFH_DIRECTIONS; d++) {
        node->family[d].count = truth == truth_of(d);
        node->family[d].way[0] = (struct nfh_way){0};
    }
}

const struct nfh_family *nfh_priv_find_sets(struct nfh_sets *sets)
{
    struct nfh_trial *trial = sets->trial;
    size_t count = mark_nodes(trial->program, trial->target, sets->mark, trial);

    sets->capped = false;
    if (count > sets->node_capacity) {
        sets->capped = true;
        return NULL;
    }
    sets->node_count = 0;
    for (uint32_t slot = 0; slot <= trial->target; slot++) {
        struct nfh_set_node *node = &sets->node[sets->node_count];
        if (!sets->mark[slot])
            continue;
        node->slot = slot;
        node->is_leaf = sets->mark[slot] != 2;
        start_node(sets, node);
        sets->node_count++;
        if (!trial->depends[slot])
            continue;
        if (node->is_leaf)
            search_leaf(sets, node);
        else
            take_apart(sets, node, instruction_of(trial->program, slot));
    }
    return sets->node[sets->node_count - 1].family;
}

bool nfh_priv_decides_alone(struct nfh_sets *sets, unsigned index, int direction)
{
    const struct nfh_trial *trial = sets->trial;
    nfh_inputs one = nfh_priv_inputs_one(index);
    struct nfh_set_node *node = sets->node;
    struct leaf leaf = {sets, trial->target, node->family};
    unsigned wanted = 1u << direction;

    if (!(trial->depends[trial->target] & one) || (trial->needs[trial->target] & ~one))
        return false;
    node->family[NFH_TO_TRUE].count = node->family[NFH_TO_FALSE].count = 0;
    if (try_set(&leaf, one, wanted) == 0 && node->family[direction].count > 0)
        return true;
    if (!is_exhausted(sets))
        try_range(&leaf, index, wanted);
    return node->family[direction].count > 0;
}
