// SRP's client side by OpenSSL, as far as it is dear: BN_mod_exp_mont_consttime, with all that depends on N alone prepared.
// Reads lines of hexadecimal numbers, "a x exponent B" with exponent = a + u * x; answers each with "ns ns A S", the
// nanoseconds that A = g^a and S = (B - k * g^x)^exponent took.
//
//   gcc -O2 openssl.c -lcrypto -o openssl && ./openssl N < lines

#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const K = "538282c4354742d7cbbde2359fcf67f9f5b3a6b08791e5011b43b8a5b66d9ee6";

static void need(int ok, const char *what) {
    if (ok) return;
    fprintf(stderr, "openssl: %s failed\n", what);
    exit(1);
}

static long long now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static BIGNUM *number(const char *hex) {
    BIGNUM *result = NULL;
    need(hex && BN_hex2bn(&result, hex), "reading a number");
    return result;
}

int main(int argc, char **argv) {
    if (argc == 2 && !strcmp(argv[1], "--version")) {
        puts(OpenSSL_version(OPENSSL_VERSION));
        return 0;
    }
    need(argc == 2, "usage: openssl N");
    BIGNUM *n = number(argv[1]), *g = number("2"), *k = number(K);
    BIGNUM *a_pub = BN_new(), *s = BN_new(), *power = BN_new();
    BN_CTX *ctx = BN_CTX_new();
    BN_MONT_CTX *mont = BN_MONT_CTX_new();
    need(BN_MONT_CTX_set(mont, n, ctx), "BN_MONT_CTX_set");

    char line[4096];
    while (fgets(line, sizeof line, stdin)) {
        BIGNUM *a = number(strtok(line, " \n")), *x = number(strtok(NULL, " \n"));
        BIGNUM *exponent = number(strtok(NULL, " \n")), *b_pub = number(strtok(NULL, " \n"));

        long long start = now_ns();
        need(BN_mod_exp_mont_consttime(a_pub, g, a, n, ctx, mont), "g^a");
        long long between = now_ns();
        need(BN_mod_exp_mont_consttime(power, g, x, n, ctx, mont), "g^x");
        need(BN_mod_mul(power, power, k, n, ctx) && BN_mod_sub(power, b_pub, power, n, ctx), "B - k * g^x");
        need(BN_mod_exp_mont_consttime(s, power, exponent, n, ctx, mont), "S");
        long long end = now_ns();

        char *a_hex = BN_bn2hex(a_pub), *s_hex = BN_bn2hex(s);
        printf("%lld %lld %s %s\n", between - start, end - between, a_hex, s_hex);
        OPENSSL_free(a_hex);
        OPENSSL_free(s_hex);
        BN_clear_free(a), BN_clear_free(x), BN_clear_free(exponent), BN_free(b_pub);
    }
    return 0;
}
