"""The works of bench/src/metrics.ts as numpy, scipy and scikit-learn do them: argument a folder with the samples, answer one line of JSON."""
import json
import sys
import time

import numpy as np
from scipy.linalg import sqrtm
from sklearn.metrics import pairwise_distances_chunked
from sklearn.metrics.pairwise import polynomial_kernel
from sklearn.neighbors import NearestNeighbors

K = 5
train, fake, test = (np.fromfile(f"{sys.argv[1]}/{name}.f32", np.float32).reshape(-1, 64) for name in ("train", "fake", "test"))


def brute(rows, k):
    return NearestNeighbors(n_neighbors=k, algorithm="brute").fit(rows)


def neighbours():
    real_own = brute(train, K + 1).kneighbors(train)[0]
    fake_own = brute(fake, K + 1).kneighbors(fake)[0]
    real_radius, fake_radius = real_own[:, K], fake_own[:, K]
    inside = np.zeros(len(fake), np.int64)
    recalled, covered, nearest_fake = [], [], []
    nearest = np.full(len(fake), np.inf)
    nearest_index = np.zeros(len(fake), np.int64)
    start = 0
    for block in pairwise_distances_chunked(train, fake, working_memory=128):
        rows = slice(start, start + len(block))
        hit = block <= real_radius[rows, None]
        inside += hit.sum(0)
        covered.append(hit.any(1))
        recalled.append((block <= fake_radius[None]).any(1))
        nearest_fake.append(block.min(1))
        low, where = block.min(0), block.argmin(0)
        better = low < nearest
        nearest[better], nearest_index[better] = low[better], where[better] + start
        start += len(block)
    hits = (real_own[:, 1] < np.concatenate(nearest_fake)).sum() + (fake_own[:, 1] < nearest).sum()
    of_test = brute(train, 1).kneighbors(test)[0][:, 0]
    return [
        (inside > 0).mean(),
        np.concatenate(recalled).mean(),
        inside.mean() / K,
        np.concatenate(covered).mean(),
        hits / (len(train) + len(fake)),
        nearest.mean() / of_test.mean(),
    ]


def kernel_distance():
    values = []
    for b in range(4):
        x, y = (rows[500 * b : 500 * b + 500].astype(np.float64) for rows in (train, fake))
        xx, yy, xy = (polynomial_kernel(p, q, degree=3, gamma=1 / 64, coef0=1) for p, q in ((x, x), (y, y), (x, y)))
        off = lambda k: (k.sum() - np.trace(k)) / (500 * 499)
        values.append(off(xx) + off(yy) - 2 * xy.mean())
    return [np.mean(values)]


moments = [(rows.astype(np.float64).mean(0), np.cov(rows.astype(np.float64), rowvar=False)) for rows in (train, fake)]


def frechet():
    (mean_a, cov_a), (mean_b, cov_b) = moments
    return [((mean_a - mean_b) ** 2).sum() + np.trace(cov_a + cov_b) - 2 * np.trace(sqrtm(cov_a @ cov_b).real)]


def timed(work):
    begin = time.perf_counter()
    found = work()
    return {"ms": 1000 * (time.perf_counter() - begin), "found": [float(value) for value in found]}


frechet(), kernel_distance()  # warm
print(
    json.dumps(
        {
            "manifold, 1-NN and memorisation, 10,000 x 64 against 10,000": timed(neighbours),
            "kernelDistance, 4 x 500, 64 features": timed(kernel_distance),
            "frechet, 64 features, from moments": timed(frechet),
        }
    )
)
