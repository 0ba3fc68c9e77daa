/* Bodies under gravity: double precision, divisions and square roots, small loops. */
#include "kernel.h"

enum { BODIES = 24, STEPS = 400 };
static double px[BODIES], py[BODIES], pz[BODIES], vx[BODIES], vy[BODIES], vz[BODIES], mass[BODIES];

static void step(double dt)
{
    for (int i = 0; i < BODIES; i++) {
        for (int j = i + 1; j < BODIES; j++) {
            double dx = px[i] - px[j], dy = py[i] - py[j], dz = pz[i] - pz[j];
            double square = dx * dx + dy * dy + dz * dz + 0.01;
            double pull = dt / (square * __builtin_sqrt(square));
            vx[i] -= dx * mass[j] * pull;
            vy[i] -= dy * mass[j] * pull;
            vz[i] -= dz * mass[j] * pull;
            vx[j] += dx * mass[i] * pull;
            vy[j] += dy * mass[i] * pull;
            vz[j] += dz * mass[i] * pull;
        }
    }
    for (int i = 0; i < BODIES; i++) {
        px[i] += dt * vx[i];
        py[i] += dt * vy[i];
        pz[i] += dt * vz[i];
    }
}

int64_t run(int32_t rounds)
{
    uint64_t state = 1442695040888963407ull;
    for (int i = 0; i < BODIES; i++) {
        px[i] = (double)(kernel_random(&state) >> 40) / 1e6;
        py[i] = (double)(kernel_random(&state) >> 40) / 1e6;
        pz[i] = (double)(kernel_random(&state) >> 40) / 1e6;
        vx[i] = vy[i] = vz[i] = 0;
        mass[i] = 1 + (double)(i % 5);
    }
    for (int32_t round = 0; round < rounds; round++)
        for (int i = 0; i < STEPS; i++) step(0.001);
    double energy = 0;
    for (int i = 0; i < BODIES; i++) energy += mass[i] * (vx[i] * vx[i] + vy[i] * vy[i] + vz[i] * vz[i]);
    return (int64_t)(energy * 1e3);
}
