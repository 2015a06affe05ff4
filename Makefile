# SPDX-License-Identifier: MIT
#
# libnfhscreen. GNU make, works without ./configure; `make help` lists the targets.
# Flow: defaults, then config.mk (written by ./configure), then what the library requires, then rules.
# Everything that is built goes to $(O), so `make O=build/other CFLAGS=...` is a second build of one tree.

MAKEFILE := $(lastword $(MAKEFILE_LIST))
srcdir := $(patsubst %/,%,$(dir $(MAKEFILE)))

# --- Defaults, all of them the builder's ---------------------------------------------------------------------------

O = build

AWK = awk
CC ?= cc
INSTALL = install
NM = nm
OBJDUMP = objdump
PKG_CONFIG = pkg-config
PYTHON = python3
CFLAGS ?= -O2 -g

prefix = /usr/local
exec_prefix = $(prefix)
bindir = $(exec_prefix)/bin
libdir = $(exec_prefix)/lib
includedir = $(prefix)/include
datarootdir = $(prefix)/share
datadir = $(datarootdir)
mandir = $(datarootdir)/man

# yes or no: which of the two libraries to build.
SHARED = yes
STATIC = yes
# -z defs refuses a library with a symbol that nothing provides. The sanitizers of some compilers leave theirs open.
NO_UNDEFINED = -Wl,-z,defs
VERSION_SCRIPT = -Wl,--version-script,$(srcdir)/lib/nfhscreen.map -Wl,--no-undefined-version
# 1: warnings are errors, and there are more of them.
DEVELOPER = 0
# 1: show whole commands.
V = 0

-include config.mk

# --- Sources, by layer; each layer uses only those above it --------------------------------------------------------

NUMBER = calendar datetime datetime_add datetime_boundary datetime_compare datetime_span datetime_text \
    decimal transcendental unit unit_factor unit_natural unit_parse unit_product unit_read unit_real \
    unit_special unit_suggest unit_table unit_value wide
CALC = alcohol arrays blood_pressure dates ecg liver renal
CQL = column kernels kernels_choice vector vector_choice vector_compare vector_date vector_load vector_logic \
    vector_native vector_number vector_plan vector_row vector_simplify vector_text builder check check_codes check_library check_names check_timing check_types compile date_values \
    diagnostic evaluate format heap inputs leaves lexer lexer_date lower lower_arithmetic lower_choices \
    lower_codes lower_compare lower_conversions lower_dates lower_interval_operators lower_intervals \
    lower_operators lower_refs lower_units memory missing names native nearest operator_table operators \
    parse_calendar parse_declaration parse_expression parse_literal parse_primary parse_query \
    parse_selector parse_tags parse_terminology parse_timing parse_type parser parser_support range \
    regex_bracket regex_builder regex_class regex_compile regex_escape regex_machine regex_replace \
    run_arithmetic run_censored run_compare run_conversions run_dates run_datetimes run_texts sets shape \
    shape_order shape_span text text_case text_search trial trial_values types utf8
SCREEN = arrow arrow_array arrow_format arrow_result arrow_schema arrow_text cohort columns columns_rest columns_row compiler criteria \
    diagnostics digest explain explain_formula explain_missing explain_native explain_text explain_value explain_view \
    gather json json_reasons name_table needs needs_range query report robust ruleset status subject subject_store subject_text writer
RULESETS = NCT07101562 NFHCalculations
# Screening one subject.
CQL += evaluate_criteria order
# The linter, a part of CQL.
CQL += lint lint_allow lint_constant lint_declaration lint_note lint_pairs lint_possible lint_unknown \
    lint_unknown_text lint_walk
# What runs once for a rule set, a message or a question, rather than for every subject, value or character: compiled for
# size it is a third smaller, which is a sixth of the library. By callgrind, filling in and screening a subject execute as
# many instructions as without it, and so do reasons; loading a rule set 4 % more. A source that no pattern names is
# compiled for speed.
SMALL = number/unit_% cql/builder cql/check% cql/compile cql/diagnostic cql/format cql/inputs cql/leaves \
    cql/lexer_date cql/lint% cql/lower% cql/missing cql/names cql/nearest cql/operator% cql/order cql/parse_% \
    cql/parser_support cql/range cql/regex_b% cql/regex_c% cql/regex_e% cql/sets cql/shape% cql/text_case cql/trial% \
    cql/types cql/vector_choice cql/vector_compare cql/vector_date cql/vector_native cql/vector_number cql/vector_plan \
    cql/vector_simplify screen/arrow% screen/columns screen/compiler screen/criteria screen/diagnostics \
    screen/explain_formula screen/explain_missing screen/explain_native screen/explain_text screen/gather screen/json% \
    screen/name_table screen/needs% screen/query screen/robust screen/ruleset screen/status screen/subject_store screen/writer

PUBLIC_TESTS = test_calc_dates test_calc_values test_censored test_compiler test_criteria test_errors test_expressions \
    test_include test_laws test_libraries test_memory_flat test_missing test_needs test_needs_small test_now test_reasons test_report test_report_output \
    test_robust test_ruleset test_rulesets test_status test_subject test_subject_moments test_subject_text test_threads
INTERNAL_TESTS = test_kernels test_calendar test_digest test_datetime test_datetime_math test_decimal test_diagnostic test_heap test_memory \
    test_order test_parser test_parser_limits test_regex test_text test_transcendental test_unit
PUBLIC_TESTS += test_columns test_columns_formats test_columns_memory test_columns_random test_columns_rows \
    test_columns_texts test_columns_threads
PUBLIC_TESTS += test_lint test_lint_laws
THREAD_TESTS = test_columns_threads test_threads
PUBLIC_TESTS += test_arrow test_arrow_output test_arrow_refuse test_arrow_types
# Not tests themselves: programs that the Python tests ask.
TEST_TOOLS = calendar_driver datetime_driver decimal_driver regex_driver text_driver type_driver unit_driver
# What several of the above share.
TEST_SUPPORT = driver failing_memory parsed subjects support syntax_dump text_cells \
    $(COLUMN_SUPPORT:%=fuzz/%) fuzz/fuzz fuzz/generate fuzz/generate_text fuzz/grammar
# The law of columns, and Arrow structures by hand, for tests and fuzzers.
COLUMN_SUPPORT = arrow_build chance column_cells column_check column_elements column_fill column_forms column_model column_rows column_rules
# Runs the official CQL test suite: needs libexpat, and the suite.
CQL_SUITE = cql_suite suite_list suite_read suite_value
BENCHES = bench_columns bench_screen bench_struct peak
# What they share: a cohort, and programs to be compared with.
BENCH_SUPPORT = calendar cohort cohort_bind cohort_row rival_avx2 rival_columns rival_logic rival_plain rival_rows \
    rival_sse2 rival_struct rival_tables
# Each has the entry of a fuzzer; make check replays the kept inputs. See tests/fuzz/README.
FUZZ_TARGETS = arrow calculations columns compile evaluate inputs moments regex report units
FUZZ_SUPPORT = $(COLUMN_SUPPORT) arrow_draw arrow_spoil check_report checks fuzz generate generate_text grammar input_model json
EXAMPLES = cql
# These also need libcsv.
CSV_EXAMPLES = compare screen
CSV_TESTS = test_split
EXAMPLE_SUPPORT = evaluation_time ruleset_file
COMPARE_SUPPORT = compare_count compare_output
CSV_SUPPORT = screen_cells screen_cohort screen_column screen_csv screen_output screen_progress screen_rows screen_split \
    screen_table screen_text
DEMO = $(srcdir)/examples/cohort.csv

# --- What follows from the above -----------------------------------------------------------------------------------

version_part = $(shell sed -n 's/^.define NFH_VERSION_$(1) *\([0-9]*\).*/\1/p' $(srcdir)/include/nfhscreen.h)
VERSION := $(call version_part,MAJOR).$(call version_part,MINOR).$(call version_part,PATCH)
# Counts incompatible changes of the binary interface, not releases.
SOVERSION = 0

# The compiler knows what it builds for; uname only knows where it runs.
MACHINE := $(shell $(CC) -dumpmachine)
ifneq ($(findstring mingw,$(MACHINE)),)
PLATFORM = windows
EXE = .exe
SHLIB = libnfhscreen-$(SOVERSION).dll
LINKLIB = libnfhscreen.dll.a
SHLINKS =
shlibdir = $(bindir)
EXPORTS = $(O)/nfhscreen.def
SHARED_FLAGS = -shared -static-libgcc -Wl,--out-implib,$(O)/$(LINKLIB) $(EXPORTS)
else ifneq ($(findstring apple,$(MACHINE)),)
PLATFORM = macos
SHLIB = libnfhscreen.$(SOVERSION).dylib
LINKLIB = libnfhscreen.dylib
SHLINKS = $(LINKLIB)
shlibdir = $(libdir)
EXPORTS = $(O)/nfhscreen.exports
SHARED_FLAGS = -dynamiclib -install_name $(libdir)/$(SHLIB) -Wl,-exported_symbols_list,$(EXPORTS)
else
PLATFORM = elf
SHLIB = libnfhscreen.so.$(VERSION)
LINKLIB = libnfhscreen.so
SHLINKS = libnfhscreen.so.$(SOVERSION) $(LINKLIB)
shlibdir = $(libdir)
EXPORTS = $(srcdir)/lib/nfhscreen.map
# -z noseparate-code: without it, GNU ld fills the last page of the code and of what surrounds it, 4 KB and more.
SHARED_FLAGS = -shared -Wl,-soname,libnfhscreen.so.$(SOVERSION) -Wl,-z,noseparate-code $(NO_UNDEFINED) \
    $(VERSION_SCRIPT)
# So that the programs in $(O) run from anywhere.
RPATH = -Wl,-rpath,'$$ORIGIN/..:$$ORIGIN/../..'
endif

WARN = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wcast-qual \
    -Wwrite-strings -Wundef -Wvla
ifeq ($(DEVELOPER),1)
WARN += -Werror -Wconversion -Wformat=2
endif

# $(call if_taken,FLAG): FLAG, when the compiler takes it without a word.
if_taken = $(shell $(CC) -Werror $(1) -c -x c /dev/null -o /dev/null >/dev/null 2>&1 && echo '$(1)')

# Required. -ffp-contract=off: a fused multiply-add would give another last digit on another machine.
# The builder's CPPFLAGS and CFLAGS come after ours, and so have the last word.
NFH_CPPFLAGS = -I$(srcdir)/include -I$(srcdir)/lib -DNFH_BUILDING
# No unwind tables: nothing is thrown through C, and they are a tenth of the library. Debuggers have their own with -g.
# Functions and the targets of jumps (not the heads of loops) stand close together: padding is no use in code that branches
# all the time. clang has no such padding, and refuses the flag.
NFH_CFLAGS := -std=c11 -ffp-contract=off -fvisibility=hidden -fPIC -fno-asynchronous-unwind-tables \
    -falign-functions=8 $(call if_taken,-fno-align-jumps) $(WARN)
USER_CPPFLAGS = -I$(srcdir)/include
USER_CFLAGS = -std=c11 $(WARN)
# The macros of Check are not pedantic.
TEST_CPPFLAGS = -I$(srcdir)/include -I$(srcdir)/lib -I$(srcdir)/tests -D_POSIX_C_SOURCE=200809L
TEST_CFLAGS = -std=c11 -ffp-contract=off -Wall -Wextra -Wshadow
CHECK_CFLAGS = $(shell $(PKG_CONFIG) --cflags check)
CHECK_LIBS = $(shell $(PKG_CONFIG) --libs check)

OBJECTS = $(NUMBER:%=$(O)/lib/number/%.o) $(CALC:%=$(O)/lib/calc/%.o) $(CQL:%=$(O)/lib/cql/%.o) \
    $(SCREEN:%=$(O)/lib/screen/%.o) $(O)/rulesets.o
# The instruction sets that lib/cql/kernels.c is compiled for besides the one that CFLAGS name.
ifneq ($(filter x86_64-%,$(MACHINE)),)
ifneq ($(PLATFORM),windows)
KERNELS = AVX2
OBJECTS += $(O)/lib/cql/kernels_avx2.o
endif
endif
RULESET_FILES = $(RULESETS:%=$(srcdir)/lib/rulesets/%.cql)
# Of a report as JSON.
SCHEMA = $(srcdir)/lib/report.schema.json

LIBS_yes_shared = $(O)/$(SHLIB) $(SHLINKS:%=$(O)/%)
LIBS_yes_static = $(O)/libnfhscreen.a
LIBS = $(LIBS_$(SHARED)_shared) $(LIBS_$(STATIC)_static)
# What a program is linked with: the shared library, as its users do, where there is one.
ifeq ($(SHARED),yes)
PUBLIC_LIB = $(O)/$(LINKLIB)
PUBLIC_DEPS = $(PUBLIC_LIB) $(LIBS_yes_shared)
else
PUBLIC_LIB = $(O)/libnfhscreen.a
PUBLIC_DEPS = $(PUBLIC_LIB)
endif

HASH := \#
HAVE_CSV := $(shell printf '$(HASH)include <csv.h>\n' | $(CC) $(CPPFLAGS) -E -x c - >/dev/null 2>&1 && echo yes)
CSV_LIBS = -lcsv

HAVE_EXPAT := $(shell printf '$(HASH)include <expat.h>\n' | $(CC) $(CPPFLAGS) -E -x c - >/dev/null 2>&1 && echo yes)
EXPAT_LIBS = -lexpat

EXAMPLE_PROGRAMS = $(EXAMPLES:%=$(O)/examples/%$(EXE))
CSV_PROGRAMS = $(CSV_EXAMPLES:%=$(O)/examples/%$(EXE))
PUBLIC_PROGRAMS = $(PUBLIC_TESTS:%=$(O)/tests/%$(EXE))
CSV_TEST_PROGRAMS = $(CSV_TESTS:%=$(O)/tests/%$(EXE))
INTERNAL_PROGRAMS = $(INTERNAL_TESTS:%=$(O)/tests/%$(EXE)) $(TEST_TOOLS:%=$(O)/tests/%$(EXE))
TEST_SUPPORT_LIB = $(O)/tests/libsupport.a
TEST_SUPPORT_OBJECTS = $(TEST_SUPPORT:%=$(O)/tests/%.o)
EXAMPLE_OBJECTS = $(EXAMPLE_SUPPORT:%=$(O)/examples/%.o)
CSV_OBJECTS = $(CSV_SUPPORT:%=$(O)/examples/%.o)
CQL_PROGRAM = $(O)/tests/cql/cql_suite$(EXE)
CQL_OBJECTS = $(CQL_SUITE:%=$(O)/tests/cql/%.o)
COMPARE_OBJECTS = $(COMPARE_SUPPORT:%=$(O)/examples/%.o)
BENCH_PROGRAMS = $(BENCHES:%=$(O)/tests/bench/%$(EXE))
BENCH_OBJECTS = $(BENCH_SUPPORT:%=$(O)/tests/bench/%.o)
FUZZ_PROGRAMS = $(FUZZ_TARGETS:%=$(O)/tests/fuzz/%$(EXE))
FUZZ_SUPPORT_OBJECTS = $(FUZZ_SUPPORT:%=$(O)/tests/fuzz/%.o)
FUZZERS = $(FUZZ_TARGETS:%=$(O)/tests/fuzz/%-fuzzer)
PORTABLE = $(O)/tests/portable/calculations$(EXE) $(O)/tests/portable/results$(EXE)

# Short lines unless V=1.
say = $(if $(filter 1,$(V)),,@printf '  %-6s %s\n' $(1) '$@';)
SUBMAKE = $(MAKE) --no-print-directory -f $(MAKEFILE)

# --- Main targets --------------------------------------------------------------------------------------------------

.DELETE_ON_ERROR:
.SUFFIXES:
# Objects made by a pattern rule are no intermediate files.
.SECONDARY:
.PHONY: FORCE

.PHONY: all
all: lib examples

.PHONY: help
help:
	@echo 'make                 library and example programs, into $(O)/'
	@echo 'make lib             library alone: needs nothing but a C compiler'
	@echo 'make demo            screen a sample cohort'
	@echo 'make check           the test suite; check-* are further checks, see .ci/run'
	@echo 'make check-cql       the official CQL tests: CQL_TESTS=DIRECTORY, CQL_FLAGS="--failures --select TEXT"'
	@echo 'make check-tables    cohorts in tables of Python: fetches pandas and the like from PyPI'
	@echo 'make check-spark     a cohort on a cluster of Apache Spark: needs Java 17, fetches Spark from PyPI (430 MB)'
	@echo 'make check-engines   rule sets and expressions in other engines: needs node and npm'
	@echo 'make check-postgresql the PostgreSQL extension: needs the server and its headers'
	@echo 'make check-ucum      the UCUM functional tests: UCUM_TESTS=FILE'
	@echo 'make fuzz            fuzz for FUZZ_SECONDS=60 a target, with clang; see tests/fuzz/README'
	@echo 'make bench           time the library, and others beside it; BENCH_FULL=1 for all of it'
	@echo 'make install         DESTDIR, prefix, libdir, includedir, datadir, mandir'
	@echo 'make uninstall, installcheck, dist, distcheck, clean, distclean'
	@echo 'make configure       write ./configure (needs autoconf)'
	@echo 'variables            O CC CFLAGS CPPFLAGS LDFLAGS SHARED=no STATIC=no DEVELOPER=1 V=1 NFH_JOBS=1'

.PHONY: lib
lib: $(LIBS) $(O)/nfhscreen-uninstalled.pc

.PHONY: examples
examples: $(EXAMPLE_PROGRAMS)
ifeq ($(HAVE_CSV),yes)
examples: $(CSV_PROGRAMS)
else
	@echo 'Left out: $(CSV_EXAMPLES:%=$(O)/examples/%) (no csv.h; install libcsv, in Debian libcsv-dev).'
endif

.PHONY: demo
demo: $(O)/examples/screen$(EXE)
	@echo "$(O)/examples/screen --table $(DEMO)"
	@$(O)/examples/screen$(EXE) --table $(DEMO)

# --- Compile and link ----------------------------------------------------------------------------------------------

# The builder's -O2, which is also the default, is what the library is tuned for: there, SMALL gets -Os. Any other level is
# a wish that holds for all of it. `make SMALL_CFLAGS='-O2 -g'` compiles everything alike.
SMALL_CFLAGS = $(CFLAGS:-O2=-Os)

# Written anew only when the flags differ: a change of flags rebuilds, and nothing else does.
FLAGS := $(CC) | $(VERSION) | $(NFH_CPPFLAGS) $(CPPFLAGS) | $(NFH_CFLAGS) $(CFLAGS) | $(SMALL_CFLAGS) $(SMALL) | \
    $(SHARED_FLAGS) $(LDFLAGS)
quoted_flags = '$(subst ','\'',$(FLAGS))'
$(O)/flags: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' $(quoted_flags) | cmp -s - $@ || printf '%s\n' $(quoted_flags) >$@

lib_cflags = $(if $(filter $(SMALL:%=$(O)/lib/%.o),$@),$(SMALL_CFLAGS),$(CFLAGS))
lib_cc = $(CC) $(NFH_CPPFLAGS) $(CPPFLAGS) $(NFH_CFLAGS) $(lib_cflags) -MMD -MP -c -o $@ $<
user_cc = $(CC) $(USER_CPPFLAGS) $(CPPFLAGS) $(USER_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
test_cc = $(CC) $(TEST_CPPFLAGS) $(CPPFLAGS) $(TEST_CFLAGS) $(CHECK_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
link = $(CC) $(CFLAGS) $(LDFLAGS) -o $@

# The narrower patterns first: before 3.82, GNU make took the first that fits.
$(O)/tests/bench/%.o: $(srcdir)/tests/bench/%.c $(O)/flags
	@mkdir -p $(@D)
	$(call say,CC)$(user_cc) -D_POSIX_C_SOURCE=200809L -fPIC $(BENCH_CFLAGS)
# Used where the machine has it only.
ifneq ($(findstring x86_64,$(MACHINE)),)
$(O)/tests/bench/rival_avx2.o: BENCH_CFLAGS = -mavx2
endif

$(O)/tests/cql/%.o: $(srcdir)/tests/cql/%.c $(O)/flags
	@mkdir -p $(@D)
	$(call say,CC)$(user_cc)

$(O)/tests/portable/%.o: $(srcdir)/tests/portable/%.c $(O)/flags
	@mkdir -p $(@D)
	$(call say,CC)$(user_cc)

$(O)/tests/%.o: $(srcdir)/tests/%.c $(O)/flags
	@mkdir -p $(@D)
	$(call say,CC)$(test_cc)

$(O)/examples/%.o: $(srcdir)/examples/%.c $(O)/flags
	@mkdir -p $(@D)
	$(call say,CC)$(user_cc)

$(O)/lib/%.o: $(srcdir)/lib/%.c $(O)/flags
	@mkdir -p $(@D)
	$(call say,CC)$(lib_cc)

# Once more for newer processors. Not on Windows, where GCC does not align the stack for it.
$(O)/lib/cql/kernels_avx2.o: $(srcdir)/lib/cql/kernels.c $(O)/flags
	@mkdir -p $(@D)
	$(call say,CC)$(lib_cc) -mavx2 -DNFH_KERNELS=nfh_priv_kernels_avx2

$(O)/lib/cql/kernels_choice.o: NFH_CPPFLAGS += $(KERNELS:%=-DNFH_HAVE_%)

$(O)/rulesets.o: $(O)/rulesets.c $(O)/flags
	$(call say,CC)$(lib_cc)

# Also when the list of rule sets changes, hence the Makefile.
$(O)/rulesets.c: $(srcdir)/lib/rulesets/embed.awk $(RULESET_FILES) $(MAKEFILE)
	@mkdir -p $(@D)
	$(call say,EMBED)LC_ALL=C $(AWK) -f $< $(RULESET_FILES) >$@

# From nothing each time: ar would keep the objects of sources that are gone.
$(O)/libnfhscreen.a: $(OBJECTS)
	$(call say,AR)rm -f $@ && $(AR) rcs $@ $(OBJECTS)

$(O)/$(SHLIB): $(OBJECTS) $(EXPORTS) $(O)/flags
	$(call say,LINK)$(link) $(SHARED_FLAGS) $(OBJECTS) -lm

$(SHLINKS:%=$(O)/%): $(O)/$(SHLIB)
	@ln -sf $(SHLIB) $@

$(O)/libnfhscreen.dll.a: $(O)/$(SHLIB)

# lib/nfhscreen.map is the one list of exports; other systems' are made from it.
map_names = sed -n 's/^[[:space:]]*\(nfh_[a-z0-9_]*\);.*/\1/p' $(srcdir)/lib/nfhscreen.map
$(O)/nfhscreen.def: $(srcdir)/lib/nfhscreen.map
	@mkdir -p $(@D)
	@{ echo EXPORTS; $(map_names); } >$@

$(O)/nfhscreen.exports: $(srcdir)/lib/nfhscreen.map
	@mkdir -p $(@D)
	@$(map_names) | sed 's/^/_/' >$@

$(EXAMPLE_PROGRAMS): %$(EXE): %.o $(EXAMPLE_OBJECTS) $(PUBLIC_DEPS)
	$(call say,LINK)$(link) $(RPATH) $< $(EXAMPLE_OBJECTS) $(PUBLIC_LIB) -lm

$(CSV_PROGRAMS): %$(EXE): %.o $(CSV_OBJECTS) $(EXAMPLE_OBJECTS) $(PUBLIC_DEPS)
	$(call say,LINK)$(link) $(RPATH) $(filter %.o,$^) $(PUBLIC_LIB) $(CSV_LIBS) -lm
$(O)/examples/compare$(EXE): $(COMPARE_OBJECTS)

$(BENCH_PROGRAMS): %$(EXE): %.o $(BENCH_OBJECTS) $(PUBLIC_DEPS)
	$(call say,LINK)$(link) -pthread $(RPATH) $< $(BENCH_OBJECTS) $(PUBLIC_LIB) -lm

# The same for Python.
$(O)/tests/bench/libbench.so: $(BENCH_OBJECTS) $(PUBLIC_DEPS)
	$(call say,LINK)$(link) -shared $(RPATH) $(BENCH_OBJECTS) $(PUBLIC_LIB) -lm

$(CQL_PROGRAM): $(CQL_OBJECTS) $(PUBLIC_DEPS)
	$(call say,LINK)$(link) $(RPATH) $(CQL_OBJECTS) $(PUBLIC_LIB) $(EXPAT_LIBS) -lm

# An archive, so that a program takes from it only what it calls: some of it calls hidden symbols.
$(TEST_SUPPORT_LIB): $(TEST_SUPPORT_OBJECTS)
	$(call say,AR)rm -f $@ && $(AR) rcs $@ $(TEST_SUPPORT_OBJECTS)

# Public tests see what a user sees; internal tests need the archive, where hidden symbols can be reached.
$(PUBLIC_PROGRAMS): %$(EXE): %.o $(TEST_SUPPORT_LIB) $(PUBLIC_DEPS)
	$(call say,LINK)$(link) -pthread $(RPATH) $< $(TEST_SUPPORT_LIB) $(PUBLIC_LIB) $(CHECK_LIBS) -lm

$(CSV_TEST_PROGRAMS): %$(EXE): %.o $(O)/examples/screen_split.o $(TEST_SUPPORT_LIB)
	$(call say,LINK)$(link) -pthread $(filter %.o,$^) $(TEST_SUPPORT_LIB) $(CHECK_LIBS) $(CSV_LIBS) -lm

$(INTERNAL_PROGRAMS): %$(EXE): %.o $(TEST_SUPPORT_LIB) $(O)/libnfhscreen.a
	$(call say,LINK)$(link) -pthread $< $(TEST_SUPPORT_LIB) $(O)/libnfhscreen.a $(CHECK_LIBS) -lm

$(FUZZ_PROGRAMS): %$(EXE): %.o $(O)/tests/fuzz/replay.o $(FUZZ_SUPPORT_OBJECTS) $(O)/libnfhscreen.a
	$(call say,LINK)$(link) $< $(O)/tests/fuzz/replay.o $(FUZZ_SUPPORT_OBJECTS) $(O)/libnfhscreen.a -lm

$(FUZZERS): %-fuzzer: %.o $(FUZZ_SUPPORT_OBJECTS) $(O)/libnfhscreen.a
	$(call say,LINK)$(link) -fsanitize=fuzzer $< $(FUZZ_SUPPORT_OBJECTS) $(O)/libnfhscreen.a -lm

$(PORTABLE): %$(EXE): %.o $(O)/libnfhscreen.a
	$(call say,LINK)$(link) $< $(O)/libnfhscreen.a -lm

-include $(OBJECTS:.o=.d) $(EXAMPLE_PROGRAMS:$(EXE)=.d) $(CSV_PROGRAMS:$(EXE)=.d) $(BENCH_PROGRAMS:$(EXE)=.d) $(BENCH_OBJECTS:.o=.d)
-include $(PUBLIC_PROGRAMS:$(EXE)=.d) $(INTERNAL_PROGRAMS:$(EXE)=.d) $(PORTABLE:$(EXE)=.d) $(CSV_TEST_PROGRAMS:$(EXE)=.d)
-include $(TEST_SUPPORT_OBJECTS:.o=.d) $(EXAMPLE_OBJECTS:.o=.d) $(CSV_OBJECTS:.o=.d) $(CQL_OBJECTS:.o=.d) \
    $(COMPARE_OBJECTS:.o=.d)
-include $(FUZZ_PROGRAMS:$(EXE)=.d) $(FUZZ_SUPPORT_OBJECTS:.o=.d)

# --- Checks --------------------------------------------------------------------------------------------------------

# How many suites run at a time: as many as -j gives to make, or one for each processor. make tells it to recipes only.
NFH_JOBS = $(or $(patsubst -j%,%,$(firstword $(filter -j%,$(MAKEFLAGS)))),0)
# tests/run.sh runs each suite from the top of the tree, counts, and fails when one has failed.
run_env = NFH_BUILD='$(abspath $(O))' NFHSCREEN_LIBRARY='$(abspath $(O))/$(LINKLIB)' NFH_JOBS='$(NFH_JOBS)' \
    CC='$(CC)' CXX='$(CXX)' CPPFLAGS='$(CPPFLAGS)' CFLAGS='$(CFLAGS)' NM='$(NM)' OBJDUMP='$(OBJDUMP)' PYTHON='$(PYTHON)' \
    PKG_CONFIG='$(PKG_CONFIG)' SHLIB='$(SHLIB)' LC_ALL=C.UTF-8
run = $(run_env) sh $(srcdir)/tests/run.sh

PROGRAM_SUITES = $(PUBLIC_TESTS:%=tests/%$(EXE)) $(INTERNAL_TESTS:%=tests/%$(EXE)) $(CSV_TESTS:%=tests/%$(EXE)) \
    $(FUZZ_TARGETS:%=tests/fuzz/%$(EXE))
# Python loads the shared library.
ifeq ($(SHARED),yes)
PYTHON_SUITES = $(patsubst $(srcdir)/%,%,$(wildcard $(srcdir)/tests/python/test_*.py $(srcdir)/tests/oracle/test_*.py))
endif
# Every cell of a random cohort, and every reason, as an independent program sees it.
ORACLE_SUITES = tests/oracle/compare.py tests/oracle/reasons.py
# The type of every operator for every operands, as HL7's translator has it.
TYPE_SUITES = tests/engines/overloads.py
STATIC_SUITES = tests/symbols.sh tests/constants.sh tests/headers.sh tests/man.sh
# What the README and the man pages print is what one gets; what they say is what the header and the rule set say.
MAN_SUITES = tests/man_examples.sh tests/man_registers.py tests/man_ruleset.py

.PHONY: check
check: lib check-programs
	@$(run) $(PROGRAM_SUITES) $(PYTHON_SUITES) $(ORACLE_SUITES) $(TYPE_SUITES) $(STATIC_SUITES) $(MAN_SUITES)

# A source that no list names would be neither built nor run, and nobody would notice.
SOURCES = $(wildcard $(srcdir)/lib/*/*.c $(srcdir)/tests/*.c $(srcdir)/tests/bench/*.c $(srcdir)/tests/cql/*.c \
    $(srcdir)/tests/fuzz/*.c $(srcdir)/examples/*.c $(srcdir)/lib/rulesets/*.cql)
LISTED_PROGRAMS = $(PUBLIC_PROGRAMS) $(INTERNAL_PROGRAMS) $(BENCH_PROGRAMS) $(EXAMPLE_PROGRAMS) $(CSV_PROGRAMS) \
    $(CSV_TEST_PROGRAMS) $(FUZZ_PROGRAMS)
LISTED_OBJECTS = $(OBJECTS) $(TEST_SUPPORT_OBJECTS) $(EXAMPLE_OBJECTS) $(CSV_OBJECTS) $(CQL_OBJECTS) \
    $(COMPARE_OBJECTS) $(BENCH_OBJECTS) $(FUZZ_SUPPORT_OBJECTS) $(O)/tests/fuzz/replay.o \
    $(LISTED_PROGRAMS:%$(EXE)=%.o)
LISTED = $(LISTED_OBJECTS:$(O)/%.o=$(srcdir)/%.c) $(RULESET_FILES)
.PHONY: check-lists
check-lists:
	@test -z '$(filter-out $(LISTED),$(SOURCES))' || \
	    { echo 'in no list of the Makefile: $(filter-out $(LISTED),$(SOURCES))'; exit 1; }

.PHONY: check-programs
check-programs: check-lists $(PUBLIC_PROGRAMS) $(INTERNAL_PROGRAMS) $(CSV_TEST_PROGRAMS) $(EXAMPLE_PROGRAMS) \
    $(CSV_PROGRAMS) $(FUZZ_PROGRAMS)

.PHONY: check-symbols check-constants check-headers check-man
check-symbols check-constants check-headers check-man: check-%: lib
	@$(run) tests/$*.sh

# What can be told without running any of our code.
.PHONY: check-static
check-static: lib
	@$(run) $(STATIC_SUITES)

# The suites that run our code, without those that look at how it was built.
.PHONY: check-code
check-code: lib check-programs
	@$(run) $(PROGRAM_SUITES) $(PYTHON_SUITES) $(ORACLE_SUITES) $(TYPE_SUITES)

# The official test suites of CQL and UCUM, which are not part of this project. CQL_FLAGS: see tests/cql/cql_suite.c.
CQL_TESTS = $(srcdir)/../shared/cql/tests
CQL_FLAGS =
.PHONY: check-cql
ifeq ($(HAVE_EXPAT),yes)
check-cql: $(CQL_PROGRAM)
	@sh $(srcdir)/tests/cql/self.sh $(CQL_PROGRAM)
	@$(CQL_PROGRAM) --deviations $(srcdir)/tests/cql/deviations.tsv $(CQL_FLAGS) '$(CQL_TESTS)'
else
check-cql:
	@echo 'check-cql: not run: no expat.h (install libexpat, in Debian libexpat1-dev)'; exit 1
endif

.PHONY: check-cql-san
check-cql-san:
	+@$(SUBMAKE) O=$(O)/san NO_UNDEFINED= CFLAGS='$(SAN_FLAGS)' check-cql

UCUM_TESTS = $(srcdir)/../shared/ucum/UcumFunctionalTests.xml
.PHONY: check-ucum
check-ucum: $(O)/tests/unit_driver$(EXE)
	@NFH_UNIT_DRIVER='$(abspath $<)' $(PYTHON) $(srcdir)/tests/python/test_ucum.py '$(UCUM_TESTS)'

SAN_FLAGS = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined,float-cast-overflow -fno-sanitize-recover=all
# No fork: after each, the sanitizer would look for leaks in all of the memory. The first error ends a program.
.PHONY: check-san
check-san:
	+@CK_FORK=no NFH_PRELOAD="$$($(CC) -print-file-name=libasan.so)" $(SUBMAKE) O=$(O)/san NO_UNDEFINED= \
	    CFLAGS='$(SAN_FLAGS)' check-code

# The threads of one process are what is looked at: no fork. Fixed addresses, where the kernel lets us: the sanitizer
# cannot start with the wide address randomization of newer kernels.
.PHONY: check-tsan
check-tsan:
	+@$(SUBMAKE) O=$(O)/tsan NO_UNDEFINED= CFLAGS='-O1 -g -fsanitize=thread' tsan-run
.PHONY: tsan-run
tsan-run: $(THREAD_TESTS:%=$(O)/tests/%$(EXE))
	@setarch $$(uname -m) -R true 2>/dev/null && wrap="setarch $$(uname -m) -R"; \
	NFH_WRAP="$$wrap" CK_FORK=no TSAN_OPTIONS=halt_on_error=1 $(run) $(THREAD_TESTS:%=tests/%$(EXE))

.PHONY: check-valgrind
check-valgrind: lib check-programs
	@NFH_WRAP='valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,possible' \
	    NFH_TEST_SLOW=1 CK_FORK=no CK_TIMEOUT_MULTIPLIER=20 $(run) $(PROGRAM_SUITES)

# --- Tables of Python -----------------------------------------------------------------------------------------------

# The libraries that people keep cohorts in, and Apache Spark, from PyPI, each in an environment of its own.
TABLES = $(O)/tables
SPARK = $(O)/spark
TABLE_SUITES = $(patsubst $(srcdir)/%,%,$(wildcard $(srcdir)/tests/tables/test_*.py $(srcdir)/tests/python/test_cohort*.py))

$(TABLES)/installed $(SPARK)/installed: $(O)/%/installed: $(srcdir)/tests/%/requirements.txt
	@$(PYTHON) -m venv $(@D) || { echo 'check-$* needs a Python with venv: in Debian python3-venv'; exit 1; }
	$(call say,PIP)$(@D)/bin/pip install --quiet --disable-pip-version-check --only-binary :all: --no-binary pyspark \
	    -r $< || { echo 'check-$*: pip could not fetch what $< lists'; exit 1; }
	@touch $@

.PHONY: check-tables
check-tables: lib $(O)/examples/screen$(EXE) $(TABLES)/installed
	@$(run_env) PYTHON='$(abspath $(TABLES))/bin/python' sh $(srcdir)/tests/run.sh $(TABLE_SUITES)
	@ln -sfn tables $(O)/duckdb
	@$(run_env) sh $(srcdir)/tests/man_examples.sh examples/duckdb/README

.PHONY: check-spark
check-spark: lib $(SPARK)/installed
	@command -v java >/dev/null || { echo 'check-spark needs Java 17: in Debian openjdk-17-jre-headless'; exit 1; }
	@$(run_env) PYTHON='$(abspath $(SPARK))/bin/python' sh $(srcdir)/tests/run.sh tests/spark/test_spark.py

# --- Other engines --------------------------------------------------------------------------------------------------

# The reference translator and an engine of others, both in JavaScript: npm fetches them, nothing of them is in this tree.
NODE = node
NPM = npm
ENGINES = $(O)/engines
ENGINES_SOURCE = $(srcdir)/tests/engines
ENGINE_SCRIPTS = $(patsubst $(ENGINES_SOURCE)/%,$(ENGINES)/%,$(wildcard $(ENGINES_SOURCE)/*.mjs))

$(ENGINES)/installed: $(ENGINES_SOURCE)/package.json $(ENGINES_SOURCE)/package-lock.json
	@command -v $(NODE) >/dev/null && command -v $(NPM) >/dev/null || \
	    { echo 'check-engines needs $(NODE) (18 or later) and $(NPM): in Debian nodejs and npm'; exit 1; }
	@mkdir -p $(@D)
	@cp $^ $(@D)
	$(call say,NPM)cd $(@D) && $(NPM) ci --ignore-scripts --no-audit --no-fund --no-update-notifier || \
	    { echo 'check-engines: npm could not fetch what $(ENGINES_SOURCE)/package-lock.json lists'; exit 1; }
	@touch $@

$(ENGINES)/%.mjs: $(ENGINES_SOURCE)/%.mjs
	@mkdir -p $(@D)
	@cp $< $@

ENGINE_SUITES = tests/engines/rulesets.py tests/engines/expressions.py tests/engines/libraries.py \
    tests/engines/refusals.py tests/engines/translated.py
# A fortieth of the combinations of operands, which are many.
TRANSLATED_SHARE = 40
.PHONY: engines check-engines
check-engines: lib engines
	@NFH_SHARE='$(TRANSLATED_SHARE)' $(run) $(ENGINE_SUITES)

engines: $(ENGINES)/installed $(ENGINE_SCRIPTS) $(O)/tests/type_driver$(EXE) $(CSV_PROGRAMS) $(EXAMPLE_PROGRAMS)

# --- PostgreSQL ------------------------------------------------------------------------------------------------------

# The extension of examples/postgresql, built as its users do, but in a copy; installed below $(O) for a server of the
# tests' own.
PG_CONFIG = pg_config
POSTGRESQL = $(srcdir)/examples/postgresql
PG_STAGE = $(abspath $(O))/postgresql-stage
pg_make = $(MAKE) --no-print-directory -C '$(O)/postgresql' PG_CONFIG='$(PG_CONFIG)' PKG_CONFIG='$(PKG_CONFIG)' \
    PKG_CONFIG_PATH='$(abspath $(O))' DEVELOPER=1
pg_env = NFH_PG_STAGE='$(PG_STAGE)' PG_CONFIG='$(PG_CONFIG)'

.PHONY: postgresql check-postgresql bench-postgresql
postgresql: lib $(O)/examples/screen$(EXE)
	@command -v $(PG_CONFIG) >/dev/null && test -f "$$($(PG_CONFIG) --pgxs)" || \
	    { echo 'PostgreSQL and its server headers are needed: in Debian postgresql-server-dev-15'; exit 1; }
	@rm -rf '$(PG_STAGE)'
	@mkdir -p $(O)/postgresql
	@cp -p $(POSTGRESQL)/Makefile $(POSTGRESQL)/*.c $(POSTGRESQL)/*.h $(POSTGRESQL)/*.sql $(POSTGRESQL)/*.control \
	    $(O)/postgresql
	+@$(pg_make) >$(O)/postgresql/make.log 2>&1 && $(pg_make) install DESTDIR='$(PG_STAGE)' >>$(O)/postgresql/make.log 2>&1 \
	    || { cat $(O)/postgresql/make.log; exit 1; }

check-postgresql: postgresql
	@$(pg_env) $(run) tests/postgresql/check.py

bench-postgresql: postgresql
	@$(pg_env) $(run_env) $(PYTHON) $(srcdir)/tests/postgresql/bench.py

# --- Fuzzing -------------------------------------------------------------------------------------------------------

# FUZZ names the targets to run. What is found lies in $(O)/fuzz/corpus; make fuzz-merge keeps of it what adds coverage.
FUZZ = $(FUZZ_TARGETS)
FUZZ_SECONDS = 60
FUZZ_CC = clang
FUZZ_FLAGS = -O2 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined,float-cast-overflow \
    -fno-sanitize-recover=all
fuzz_make = $(SUBMAKE) O=$(O)/fuzz CC='$(FUZZ_CC)' CFLAGS='$(FUZZ_FLAGS)'

.PHONY: fuzz fuzz-merge
fuzz fuzz-merge:
	+@$(fuzz_make) fuzzers
	@NFH_BUILD='$(abspath $(O))/fuzz' NFH_JOBS='$(NFH_JOBS)' FUZZ_SECONDS='$(FUZZ_SECONDS)' PYTHON='$(PYTHON)' \
	    sh $(srcdir)/tests/fuzz/run.sh $@ $(FUZZ)
.PHONY: fuzzers
fuzzers: $(FUZZ:%=$(O)/tests/fuzz/%-fuzzer)

# --- Other machines: the same bits everywhere -----------------------------------------------------------------------

# Plain C programs print every result as the bits of its double; their output is compared with the native one.
.PHONY: portable
portable: $(O)/portable.txt
$(O)/portable.txt: $(PORTABLE)
	$(call say,RUN)for program in $(PORTABLE); do $(EXEC) $$program || exit 1; done >$@

# $(call same_bits,DIRECTORY,VARIABLES): build there, compare here.
define same_bits
	+@$(SUBMAKE) O=$(O)/$(1) $(2) portable
	@cmp $(O)/portable.txt $(O)/$(1)/portable.txt
	@echo "$@: $(1): $$(wc -l <$(O)/portable.txt) results, the same bits"
endef

.PHONY: check-musl
check-musl: portable
	$(call same_bits,musl,CC=musl-gcc LDFLAGS=-static lib)

.PHONY: check-aarch64
check-aarch64: portable
	$(call same_bits,aarch64,CC=aarch64-linux-gnu-gcc AR=aarch64-linux-gnu-ar LDFLAGS=-static EXEC=qemu-aarch64)

.PHONY: check-s390x
check-s390x: portable
	$(call same_bits,s390x,CC=s390x-linux-gnu-gcc AR=s390x-linux-gnu-ar LDFLAGS=-static EXEC=qemu-s390x)

# Both compilers, all warnings, every one an error; with all optimizations, for then a compiler sees most.
O3_FLAGS = CFLAGS='-O3 -march=native' DEVELOPER=1
.PHONY: check-warnings
check-warnings:
	+@$(SUBMAKE) O=$(O)/O3 CC=gcc $(O3_FLAGS) lib examples
	+@$(SUBMAKE) O=$(O)/clang CC=clang $(O3_FLAGS) lib examples

# Optimization, fused multiply-add and another compiler must not show in a result either.
.PHONY: check-optimize
check-optimize: portable
	$(call same_bits,O0,CC=gcc CFLAGS=-O0)
	$(call same_bits,O3,CC=gcc $(O3_FLAGS))
	$(call same_bits,clang,CC=clang $(O3_FLAGS))

.PHONY: check-windows
check-windows:
	+@$(SUBMAKE) O=$(O)/windows CC=x86_64-w64-mingw32-gcc AR=x86_64-w64-mingw32-ar windows-run
.PHONY: windows-run
windows-run: lib $(PORTABLE)
	@$(run) tests/windows.sh

# --- Binary interface ----------------------------------------------------------------------------------------------

# Debugging information carries the types; without it only names would be compared, and a build of its own has it.
ifneq ($(filter -g%,$(CFLAGS)),)
ABI_O = $(O)
ABI_MAKE = $(SUBMAKE) lib
else
ABI_O = $(O)/abi
ABI_MAKE = $(SUBMAKE) O=$(ABI_O) CFLAGS='-O1 -g' lib
endif
ABI_FILE = $(srcdir)/tests/abi/libnfhscreen.so.$(SOVERSION).abi
CONSTANTS = $(srcdir)/tests/abi/constants.txt
ABIDW = abidw --headers-dir $(srcdir)/include --drop-private-types --no-corpus-path --no-comp-dir-path --no-show-locs
ABIDIFF = abidiff --headers-dir2 $(srcdir)/include --drop-private-types --no-added-syms

.PHONY: abi-baseline
abi-baseline:
	+@$(ABI_MAKE)
	$(ABIDW) --out-file $(ABI_FILE) $(ABI_O)/$(SHLIB)
	$(run_env) sh $(srcdir)/tests/constants.sh --print >$(CONSTANTS)

.PHONY: abi-check
abi-check: check-constants
	+@$(ABI_MAKE)
	$(ABIDIFF) $(ABI_FILE) $(ABI_O)/$(SHLIB)
	@echo '$@: the binary interface is the one of $(ABI_FILE)'

# --- Bench ---------------------------------------------------------------------------------------------------------

# The rivals, from PyPI, in an environment of their own. BENCH_FULL=1 adds what takes minutes.
BENCH_FULL =
BENCH_VENV = $(O)/bench/python
$(BENCH_VENV)/installed: $(srcdir)/tests/bench/requirements.txt
	@mkdir -p $(@D)
	@$(PYTHON) -m venv $(@D) || { echo 'bench needs a Python with venv: in Debian python3-venv'; exit 1; }
	$(call say,PIP)$(@D)/bin/pip install --quiet --disable-pip-version-check --only-binary :all: -r $< || \
	    { echo 'bench: pip could not fetch what $< lists'; exit 1; }
	@touch $@

# bench-results writes tests/bench/RESULTS.md of what bench has measured.
.PHONY: bench bench-results
bench: lib examples $(BENCH_PROGRAMS) $(O)/tests/bench/libbench.so $(BENCH_VENV)/installed
	@$(run_env) PYTHON='$(abspath $(BENCH_VENV))/bin/python' BENCH_FULL='$(BENCH_FULL)' sh $(srcdir)/tests/bench/run.sh
ifneq ($(BENCH_FULL),)
bench: engines
endif

bench-results:
	@$(run_env) $(PYTHON) $(srcdir)/tests/bench/results.py

# --- Install -------------------------------------------------------------------------------------------------------

pkgconfigdir = $(libdir)/pkgconfig
rulesetdir = $(datadir)/nfhscreen
MAN3 = $(wildcard $(srcdir)/man/*.3)
MAN7 = $(wildcard $(srcdir)/man/*.7)
# The functions that a page describes; each gets a page of its own that refers to it.
page_names = $(AWK) '/^\.Sh/ { name = $$2 == "NAME" } name && $$1 == ".Nm" { print $$2 }'

# $(call write_pc,PREFIX,LIBDIR,INCLUDEDIR)
write_pc = sed -e 's|@prefix@|$(1)|' -e 's|@libdir@|$(2)|' -e 's|@includedir@|$(3)|' -e 's|@VERSION@|$(VERSION)|' \
    $(srcdir)/lib/nfhscreen.pc.in
under_prefix = $(patsubst $(prefix)/%,$${prefix}/%,$(1))

$(O)/nfhscreen-uninstalled.pc: $(srcdir)/lib/nfhscreen.pc.in $(O)/flags
	@$(call write_pc,$(abspath $(O)),$(abspath $(O)),$(abspath $(srcdir))/include) >$@

INSTALL_DIRS = $(includedir) $(libdir) $(pkgconfigdir) $(rulesetdir) $(mandir)/man3 $(mandir)/man7

.PHONY: install
install: lib
	$(INSTALL) -d $(INSTALL_DIRS:%='$(DESTDIR)%')
	$(INSTALL) -m 644 $(srcdir)/include/nfhscreen.h '$(DESTDIR)$(includedir)'
	$(INSTALL) -m 644 $(RULESET_FILES) $(SCHEMA) '$(DESTDIR)$(rulesetdir)'
	$(call write_pc,$(prefix),$(call under_prefix,$(libdir)),$(call under_prefix,$(includedir))) \
	    >'$(DESTDIR)$(pkgconfigdir)/nfhscreen.pc'
	chmod 644 '$(DESTDIR)$(pkgconfigdir)/nfhscreen.pc'
ifeq ($(STATIC),yes)
	$(INSTALL) -m 644 $(O)/libnfhscreen.a '$(DESTDIR)$(libdir)'
endif
ifeq ($(SHARED),yes)
	$(INSTALL) -d '$(DESTDIR)$(shlibdir)'
	$(INSTALL) -m 755 $(O)/$(SHLIB) '$(DESTDIR)$(shlibdir)'
	set -e; for name in $(SHLINKS); do ln -sf $(SHLIB) '$(DESTDIR)$(libdir)'/$$name; done
ifeq ($(PLATFORM),windows)
	$(INSTALL) -m 644 $(O)/$(LINKLIB) '$(DESTDIR)$(libdir)'
endif
endif
	set -e; for page in $(MAN3); do \
	    file=$${page##*/}; $(INSTALL) -m 644 $$page '$(DESTDIR)$(mandir)/man3'; \
	    for name in $$($(page_names) $$page); do \
	        test $$name.3 = $$file || echo ".so man3/$$file" >'$(DESTDIR)$(mandir)/man3'/$$name.3; \
	    done; \
	done
	set -e; for page in $(MAN7); do $(INSTALL) -m 644 $$page '$(DESTDIR)$(mandir)/man7'; done

.PHONY: uninstall
uninstall:
	rm -f '$(DESTDIR)$(includedir)/nfhscreen.h' '$(DESTDIR)$(pkgconfigdir)/nfhscreen.pc'
	rm -f $(RULESETS:%='$(DESTDIR)$(rulesetdir)/%.cql') '$(DESTDIR)$(rulesetdir)/$(notdir $(SCHEMA))'
	rm -f '$(DESTDIR)$(libdir)/libnfhscreen.a' $(SHLINKS:%='$(DESTDIR)$(libdir)/%')
	rm -f '$(DESTDIR)$(shlibdir)/$(SHLIB)' '$(DESTDIR)$(libdir)/$(LINKLIB)'
	set -e; for page in $(MAN3); do \
	    for name in $$($(page_names) $$page); do rm -f '$(DESTDIR)$(mandir)/man3'/$$name.3; done; \
	    rm -f '$(DESTDIR)$(mandir)/man3'/$${page##*/}; \
	done
	set -e; for page in $(MAN7); do rm -f '$(DESTDIR)$(mandir)/man7'/$${page##*/}; done
	if test -d '$(DESTDIR)$(rulesetdir)'; then rmdir '$(DESTDIR)$(rulesetdir)'; fi

# Installs below $(O) and uses the library from there as its users do.
STAGE = $(abspath $(O))/stage
.PHONY: installcheck
installcheck: lib
	@rm -rf '$(STAGE)'
	+@$(SUBMAKE) install DESTDIR='$(STAGE)' >/dev/null
	@$(run_env) STAGE='$(STAGE)' libdir='$(libdir)' mandir='$(mandir)' rulesetdir='$(rulesetdir)' \
	    VERSION='$(VERSION)' SHARED='$(SHARED)' STATIC='$(STATIC)' sh $(srcdir)/tests/install/check.sh

# --- Release -------------------------------------------------------------------------------------------------------

# The tracked files and ./configure; the same bytes from the same commit, whoever packs them.
DIST = libnfhscreen-$(VERSION)
.PHONY: dist
dist:
	@mkdir -p $(O)
	@sh $(srcdir)/tests/dist.sh '$(srcdir)' '$(O)' '$(DIST)'

.PHONY: distcheck
distcheck: dist
	+@MAKE='$(MAKE)' sh $(srcdir)/tests/distcheck.sh '$(O)/$(DIST).tar.gz' '$(DIST)'

.PHONY: configure
configure:
	cd $(srcdir) && autoconf && rm -rf autom4te.cache

# Only what is ours: a mistyped O must not cost anyone a directory.
.PHONY: clean
clean:
	if test -f $(O)/flags; then rm -rf $(O); fi

.PHONY: distclean
distclean: clean
	rm -f config.mk config.status config.log
	if test -f Makefile && test ! -f lib/nfhscreen.map; then rm Makefile; fi

print-%:
	@printf '%s\n' '$($*)'
