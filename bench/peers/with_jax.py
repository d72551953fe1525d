"""The works of ../src/works.ts in JAX, each compiled by jit: python with_jax.py. The same layers, sizes, losses and rates as in pytorch.py."""

from functools import partial

import jax
import jax.numpy as np
from jax import lax, random
from jax.nn import leaky_relu, log_sigmoid, relu

from serve import serve

LATENT, BETA = 100, 0.5
IMAGES = ("NHWC", "HWIO", "NHWC")


def fan_in(key, shape, inputs):
    return random.uniform(key, shape, minval=-(inputs**-0.5), maxval=inputs**-0.5)


class Weights:
    """Makes the weights of a network in turn; a tree of arrays by name."""

    def __init__(self, seed):
        self.key, self.tree = random.key(seed), {}

    def add(self, name, shape, inputs, outputs, bias=True, norm=0):
        self.key, weight, offset = random.split(self.key, 3)
        self.tree[name] = {"w": fan_in(weight, shape, inputs)}
        if bias:
            self.tree[name]["b"] = fan_in(offset, (outputs,), inputs)
        if norm:
            self.tree[name] |= {"gain": np.ones(norm), "shift": np.zeros(norm)}


def affine(layer, y):
    return y + layer["b"] if "b" in layer else y


def dense(layer, x):
    return affine(layer, x @ layer["w"])


def convolve(layer, x, stride, padding, spec=IMAGES):
    width, size = layer["w"].shape[0], x.shape[1]
    unread = (size + 2 * padding - width) % stride  # by any window, at the end: it is not padded
    pads = [(padding, padding - unread)] * (x.ndim - 2)
    return affine(layer, lax.conv_general_dilated(x, layer["w"], (stride,) * len(pads), pads, dimension_numbers=spec))


def transpose(layer, x, stride, low, high, spec=IMAGES):
    """low, high: what the dilated image is padded by, before and after."""
    dims = x.ndim - 2
    y = lax.conv_general_dilated(x, layer["w"], (1,) * dims, [(low, high)] * dims, lhs_dilation=(stride,) * dims, dimension_numbers=spec)
    return affine(layer, y)


def normalize(layer, x, axes):
    """Batch normalisation in training; the running statistics of evaluation, a few numbers a map, are left out."""
    mean = np.mean(x, axes)
    variance = np.mean(np.square(x), axes) - np.square(mean)
    return (x - mean) * (lax.rsqrt(variance + 1e-5) * layer["gain"]) + layer["shift"]


def adam(weights, gradients, moments, step, rate, beta1, beta2=0.999):
    first = jax.tree.map(lambda m, g: beta1 * m + (1 - beta1) * g, moments[0], gradients)
    second = jax.tree.map(lambda v, g: beta2 * v + (1 - beta2) * g * g, moments[1], gradients)
    scale = rate * np.sqrt(1 - beta2**step) / (1 - beta1**step)
    return jax.tree.map(lambda w, m, v: w - scale * m / (np.sqrt(v) + 1e-8), weights, first, second), (first, second)


def zeros_like(weights):
    return tuple(jax.tree.map(np.zeros_like, weights) for _ in range(2))


def dcgan(batch, size, channels, generator, discriminator, seed):
    start, end = size >> len(generator), size >> len(discriminator)
    g, d = Weights(0), Weights(1)
    units = start * start * generator[0]
    g.add("dense", (LATENT, units), LATENT, units, bias=seed, norm=units if seed else generator[0])
    for i, (inputs, outputs) in enumerate(zip(generator, [*generator[1:], channels])):
        last = i == len(generator) - 1
        g.add(f"conv{i}", (4, 4, inputs, outputs), 16 * outputs, outputs, bias=seed or last, norm=0 if last else outputs)
    for i, (inputs, outputs) in enumerate(zip([channels, *discriminator], discriminator)):
        d.add(f"conv{i}", (4, 4, inputs, outputs), 16 * inputs, outputs, bias=seed or i == 0, norm=outputs if i > 0 else 0)
    d.add("dense", (end * end * discriminator[-1], 1), end * end * discriminator[-1], 1)
    real = random.uniform(random.key(2), (batch, size, size, channels))

    def generate(weights, z):
        h = dense(weights["dense"], z)
        h = h if seed else h.reshape(-1, start, start, generator[0])
        h = relu(normalize(weights["dense"], h, tuple(range(h.ndim - 1)))).reshape(-1, start, start, generator[0])
        for i in range(len(generator)):
            h = transpose(weights[f"conv{i}"], h, 2, 2, 2)
            if i < len(generator) - 1:
                h = relu(normalize(weights[f"conv{i}"], h, (0, 1, 2)))
        return np.tanh(h)

    def judge(weights, h, key):
        for i in range(len(discriminator)):
            h = convolve(weights[f"conv{i}"], h, 2, 1)
            h = leaky_relu(normalize(weights[f"conv{i}"], h, (0, 1, 2)) if i > 0 else h, 0.2)
            if seed:
                key, used = random.split(key)
                h = h * (random.bernoulli(used, 0.75, (batch, 1, 1, h.shape[-1])) / 0.75)
        return dense(weights["dense"], h.reshape(batch, -1))

    def discriminator_loss(weights, fake, keys):
        return -np.mean(log_sigmoid(judge(weights, real, keys[0]))) - np.mean(log_sigmoid(-judge(weights, fake, keys[1])))

    def generator_loss(weights, judges, z, key):
        return -np.mean(log_sigmoid(judge(judges, generate(weights, z), key)))

    @partial(jax.jit, donate_argnums=0)
    def step(state):
        (g, g_moments), (d, d_moments), count, key = state
        key, *keys = random.split(key, 6)
        fake = generate(g, random.normal(keys[0], (batch, LATENT)))
        d, d_moments = adam(d, jax.grad(discriminator_loss)(d, fake, keys[1:3]), d_moments, count, 5e-5 if seed else 2e-4, 0.5)
        loss, gradient = jax.value_and_grad(generator_loss)(g, d, random.normal(keys[3], (batch, LATENT)), keys[4])
        g, g_moments = adam(g, gradient, g_moments, count, 1e-3 if seed else 2e-4, 0.5)
        return ((g, g_moments), (d, d_moments), count + 1, key), loss

    return steps(step, ((g.tree, zeros_like(g.tree)), (d.tree, zeros_like(d.tree)), 1, random.key(3)))


def hvae(batch):
    spec = ("NHC", "HIO", "NHC")
    w = Weights(0)
    for name, inputs, outputs in [("e0", 9, 32), ("e1", 32, 64), ("e2", 64, 128), ("d0", 128, 64), ("d1", 64, 32), ("d2", 32, 9)]:
        w.add(name, (3, inputs, outputs), 3 * inputs, outputs)
    shapes = {"low": (512, 24), "h0": (12, 64), "h1": (64, 32), "high": (32, 8), "d": (12, 512)}
    for name, shape in shapes.items():
        w.add(name, shape, *shape)
    bars = (random.uniform(random.key(1), (batch, 16, 9)) < 0.17).astype(np.float32)

    def draw(layer, features, key):
        mean, log_var = np.split(dense(layer, features), 2, axis=-1)
        z = mean + np.exp(0.5 * log_var) * random.normal(key, mean.shape)
        return z, -0.5 * np.sum(1 + log_var - np.square(mean) - np.exp(log_var))

    def loss_of(w, keys):
        h = bars
        for name, stride in [("e0", 1), ("e1", 2), ("e2", 2)]:
            h = relu(convolve(w[name], h, stride, 1, spec))
        low, low_kl = draw(w["low"], h.reshape(batch, -1), keys[0])
        _, high_kl = draw(w["high"], relu(dense(w["h1"], relu(dense(w["h0"], low)))), keys[1])
        h = relu(dense(w["d"], low)).reshape(batch, 4, 128)
        h = relu(transpose(w["d0"], h, 2, 1, 2, spec))
        h = relu(transpose(w["d1"], h, 2, 1, 2, spec))
        logits = transpose(w["d2"], h, 1, 1, 1, spec)
        return np.sum(-bars * log_sigmoid(logits) - (1 - bars) * log_sigmoid(-logits)) + BETA * (low_kl + high_kl)

    @partial(jax.jit, donate_argnums=0)
    def step(state):
        w, moments, count, key = state
        key, *keys = random.split(key, 3)
        loss, gradient = jax.value_and_grad(loss_of)(w, keys)
        w, moments = adam(w, gradient, moments, count, 1e-3, 0.9)
        return (w, moments, count + 1, key), loss

    return steps(step, (w.tree, zeros_like(w.tree), 1, random.key(2)))


def steps(step, state):
    """One repetition: a step, its loss read."""

    def repeat():
        nonlocal state
        state, loss = step(state)
        return loss.item()

    return repeat


def conv2d(kind, batch, size, inputs, outputs):
    x, w = random.normal(random.key(0), (batch, size, size, inputs)), random.normal(random.key(1), (4, 4, inputs, outputs))
    forward = lambda x, w: convolve({"w": w}, x, 2, 1)
    dy = np.ones_like(forward(x, w))
    work = {
        "forward": lambda x, w: forward(x, w),
        "inputGradient": lambda x, w: jax.vjp(lambda x: forward(x, w), x)[1](dy),
        "filterGradient": lambda x, w: jax.vjp(lambda w: forward(x, w), w)[1](dy),
    }[kind]
    compiled = jax.jit(work)
    return lambda: jax.block_until_ready(compiled(x, w))


def product(size):
    a, b = random.normal(random.key(0), (size, size)), random.normal(random.key(1), (size, size))
    compiled = jax.jit(np.matmul)
    return lambda: compiled(a, b).block_until_ready()


if __name__ == "__main__":
    serve(jax.__version__, {"dcgan": dcgan, "hvae": hvae, "conv2d": conv2d, "product": product})
