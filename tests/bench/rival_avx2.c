/* SPDX-License-Identifier: MIT */
#if defined(__x86_64__)
/* The Makefile compiles this file for AVX2. */
#include "rival_avx2.h"
#define RIVAL_RUN rival_run_avx2
#include "rival_kernel.h"
#else
typedef int rival_avx2_not_here;
#endif
