/* SPDX-License-Identifier: MIT
 *
 * test_digest.c - SHA-256 by the examples of its standard, whatever the pieces that it is fed in.
 */
#include <check.h>
#include <string.h>

#include "screen/digest.h"
#include "support.h"

static const struct {
    const char *text;
    unsigned times; /* the text is repeated */
    const char *digest;
} rows[] = {
    /* FIPS 180-4, examples of the Cryptographic Standards and Guidelines project of NIST */
    {"abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    {"", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"a", 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
};

START_TEST(test_standard)
{
    struct nfh_digest digest;
    char text[NFH_DIGEST_SIZE];
    nfh_priv_digest_start(&digest);
    for (unsigned i = 0; i < rows[_i].times; i++)
        nfh_priv_digest_add(&digest, rows[_i].text, strlen(rows[_i].text));
    nfh_priv_digest_end(&digest, text);
    ck_assert_str_eq(text, rows[_i].digest);
}
END_TEST

static void digest_pieces(const char *bytes, size_t length, size_t first, char *text)
{
    struct nfh_digest digest;
    nfh_priv_digest_start(&digest);
    nfh_priv_digest_add(&digest, bytes, first);
    nfh_priv_digest_add(&digest, bytes + first, length - first);
    nfh_priv_digest_end(&digest, text);
}

/* Every length around one and two blocks, and every way to cut it in two. */
START_TEST(test_pieces)
{
    char bytes[130], whole[NFH_DIGEST_SIZE], pieces[NFH_DIGEST_SIZE];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 7);
    for (size_t length = 50; length <= sizeof bytes; length++) {
        digest_pieces(bytes, length, length, whole);
        for (size_t first = 0; first < length; first++) {
            digest_pieces(bytes, length, first, pieces);
            ck_assert_str_eq(pieces, whole);
        }
    }
}
END_TEST

static void digest_text(const char *bytes, size_t length, char *text)
{
    struct nfh_digest digest;
    nfh_priv_digest_start(&digest);
    nfh_priv_digest_add_text(&digest, bytes, length);
    nfh_priv_digest_end(&digest, text);
}

static const struct {
    const char *text, *read; /* as what it is read */
} line_ends[] = {
    {"a\r\nb\r\n", "a\nb\n"}, {"\r\n", "\n"},   {"a\nb", "a\nb"}, {"a\rb", "a\rb"},
    {"a\r\r\nb", "a\r\nb"},   {"a\r", "a\r"},   {"\r\n\r\n", "\n\n"}, {"", ""},
};

START_TEST(test_line_ends)
{
    char text[NFH_DIGEST_SIZE], read[NFH_DIGEST_SIZE];
    digest_text(line_ends[_i].text, strlen(line_ends[_i].text), text);
    digest_pieces(line_ends[_i].read, strlen(line_ends[_i].read), 0, read);
    ck_assert_str_eq(text, read);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("digest");
    TCase *tcase = tcase_create("sha256");
    tcase_add_loop_test(tcase, test_standard, 0, sizeof rows / sizeof rows[0]);
    tcase_add_test(tcase, test_pieces);
    tcase_add_loop_test(tcase, test_line_ends, 0, sizeof line_ends / sizeof line_ends[0]);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
