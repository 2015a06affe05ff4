/* SPDX-License-Identifier: MIT */
#include "screen/digest.h"

#include <string.h>

/* The first 32 bits of the fractions of the square roots of the first 8 primes, and of the cube
 * roots of the first 64. */
static const uint32_t square_roots[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c,
    0x1f83d9ab, 0x5be0cd19,
};
static const uint32_t cube_roots[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
    0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
    0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t rotate(uint32_t x, unsigned count)
{
    return x >> count | x << (32 - count);
}

/* The 64 words that a block of 16 is extended to. */
static void extend(const uint8_t block[64], uint32_t word[64])
{
    for (int i = 0; i < 16; i++)
        word[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
                  (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
    for (int i = 16; i < 64; i++) {
        uint32_t a = word[i - 15], b = word[i - 2];
        word[i] = word[i - 16] + (rotate(a, 7) ^ rotate(a, 18) ^ a >> 3) + word[i - 7] +
                  (rotate(b, 17) ^ rotate(b, 19) ^ b >> 10);
    }
}

static void take_block(uint32_t state[8], const uint8_t block[64])
{
    uint32_t word[64], s[8];
    extend(block, word);
    memcpy(s, state, sizeof s);
    for (int i = 0; i < 64; i++) {
        uint32_t choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
        uint32_t majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
        uint32_t first = s[7] + (rotate(s[4], 6) ^ rotate(s[4], 11) ^ rotate(s[4], 25)) + choice +
                         cube_roots[i] + word[i];
        uint32_t second = (rotate(s[0], 2) ^ rotate(s[0], 13) ^ rotate(s[0], 22)) + majority;
        memmove(s + 1, s, 7 * sizeof *s);
        s[4] += first;
        s[0] = first + second;
    }
    for (int i = 0; i < 8; i++)
        state[i] += s[i];
}

void nfh_priv_digest_start(struct nfh_digest *digest)
{
    memcpy(digest->state, square_roots, sizeof digest->state);
    digest->length = 0;
}

void nfh_priv_digest_add(struct nfh_digest *digest, const void *bytes, size_t length)
{
    const uint8_t *from = bytes;
    size_t used = (size_t)(digest->length % 64);
    digest->length += length;
    while (length > 0) {
        size_t taken = 64 - used < length ? 64 - used : length;
        memcpy(digest->block + used, from, taken);
        from += taken;
        length -= taken;
        used += taken;
        if (used == 64) {
            take_block(digest->state, digest->block);
            used = 0;
        }
    }
}

void nfh_priv_digest_add_text(struct nfh_digest *digest, const char *text, size_t length)
{
    const char *end = text + length;
    while (text < end) {
        const char *at = text;
        while (at < end && !(*at == '\r' && at + 1 < end && at[1] == '\n'))
            at++;
        nfh_priv_digest_add(digest, text, (size_t)(at - text));
        text = at < end ? at + 1 : end;
    }
}

void nfh_priv_digest_end(struct nfh_digest *digest, char text[NFH_DIGEST_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    static const uint8_t padding[64] = {0x80};
    uint64_t bits = digest->length * 8;
    uint8_t size[8];
    for (int i = 0; i < 8; i++)
        size[i] = (uint8_t)(bits >> (56 - 8 * i));
    nfh_priv_digest_add(digest, padding, 1 + (size_t)((119 - digest->length % 64) % 64));
    nfh_priv_digest_add(digest, size, sizeof size);
    for (int i = 0; i < 64; i++)
        text[i] = digits[digest->state[i / 8] >> (28 - 4 * (i % 8)) & 15];
    text[64] = '\0';
}
