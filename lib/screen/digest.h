/* SPDX-License-Identifier: MIT
 *
 * digest.h - SHA-256 (FIPS 180-4), by which an audit trail names the rules that decided.
 */
#ifndef NFH_SCREEN_DIGEST_H
#define NFH_SCREEN_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#define NFH_DIGEST_SIZE 65 /* bytes of a digest in hexadecimal, with its end */

struct nfh_digest {
    uint32_t state[8];
    uint64_t length; /* bytes so far */
    uint8_t block[64];
};

void nfh_priv_digest_start(struct nfh_digest *digest);
void nfh_priv_digest_add(struct nfh_digest *digest, const void *bytes, size_t length);
/* The same for a text, in which a carriage return before a line feed does not count. */
void nfh_priv_digest_add_text(struct nfh_digest *digest, const char *text, size_t length);
/* Writes the digest in lower-case hexadecimal; it cannot be added to any more. */
void nfh_priv_digest_end(struct nfh_digest *digest, char text[NFH_DIGEST_SIZE]);

#endif
