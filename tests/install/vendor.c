/* SPDX-License-Identifier: MIT
 *
 * vendor.c - a vendor's own shared library with libnfhscreen.a inside: what consumer.c does, behind
 * a function of its own.
 */
int vendor_screen(void);

#define main vendor_screen
#include "consumer.c"
