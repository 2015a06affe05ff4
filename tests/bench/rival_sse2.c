/* SPDX-License-Identifier: MIT */
#if defined(__x86_64__)
#include "rival_sse2.h"
#define RIVAL_RUN rival_run_sse2
#include "rival_kernel.h"
#else
typedef int rival_sse2_not_here;
#endif
