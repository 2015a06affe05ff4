/* SPDX-License-Identifier: MIT
 *
 * vendor_main.c - a program of the vendor's customer, who knows nothing of libnfhscreen.
 */
int vendor_screen(void);

int main(void)
{
    return vendor_screen();
}
