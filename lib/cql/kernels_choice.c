/* SPDX-License-Identifier: MIT
 *
 * kernels_choice.c - the instruction set that this machine has.
 */
#include "cql/kernels.h"

extern const struct nfh_kernels nfh_priv_kernels_base;
#if defined(NFH_HAVE_AVX2)
extern const struct nfh_kernels nfh_priv_kernels_avx2;
#endif

const struct nfh_kernels *nfh_priv_kernels(void)
{
#if defined(NFH_HAVE_AVX2)
    /* Asks the system too whether it keeps the wide registers. */
    if (__builtin_cpu_supports("avx2"))
        return &nfh_priv_kernels_avx2;
#endif
    return &nfh_priv_kernels_base;
}
