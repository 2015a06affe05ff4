/* SPDX-License-Identifier: MIT
 *
 * kernels_choice.c - the instruction set that this machine has.
 */
#include "cql/kernels.h"

extern const struct nfh_kernels nfh_priv_kernels_base;
#if defined(NFH_HAVE_AVX2)
#include <cpuid.h>
#include <stdbool.h>

extern const struct nfh_kernels nfh_priv_kernels_avx2;

#define XMM_AND_YMM 6 /* of the registers that the system keeps */

/* Not by __builtin_cpu_supports: with it come 4 KB that tell all processors from each other, and
 * that run whenever the library is loaded. */
static bool has_avx2(void)
{
    unsigned a, b, c, d, kept, more;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE) || !(c & bit_AVX))
        return false;
    __asm__ volatile("xgetbv" : "=a"(kept), "=d"(more) : "c"(0));
    if ((kept & XMM_AND_YMM) != XMM_AND_YMM)
        return false;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_AVX2);
}
#endif

const struct nfh_kernels *nfh_priv_kernels(void)
{
#if defined(NFH_HAVE_AVX2)
    if (has_avx2())
        return &nfh_priv_kernels_avx2;
#endif
    return &nfh_priv_kernels_base;
}
