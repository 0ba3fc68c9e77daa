/* A product of float matrices: vector arithmetic over rows. */
#include "kernel.h"

enum { N = 256 };
static float a[N][N], b[N][N], c[N][N];

int64_t run(int32_t rounds)
{
    uint64_t state = 6364136223846793005ull;
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            a[i][j] = (float)(kernel_random(&state) >> 60);
            b[i][j] = (float)(kernel_random(&state) >> 60);
        }
    for (int32_t round = 0; round < rounds; round++) {
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) c[i][j] = 0;
            for (int k = 0; k < N; k++) {
                float scale = a[i][k];
                for (int j = 0; j < N; j++) c[i][j] += scale * b[k][j];
            }
        }
        a[round % N][(round * 7) % N] += 1;
    }
    double sum = 0;
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) sum += c[i][j];
    return (int64_t)sum;
}
