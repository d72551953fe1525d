"""The seed DCGAN step and its parts, and the seed HVAE step, in PyTorch, one timed repetition for each line read from standard input.

Protocol: reads lines `work threads`; prints `{"work": ..., "ms": ...}` for each. The first line printed is
`{"ready": "<torch version>"}`. Layers, sizes and losses are those of ../src/seed-dcgan.ts.
"""

import json
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

from seed_hvae import SeedHvae

BATCH, LATENT = 64, 100  # the batch of the convolutions


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.dense = nn.Linear(LATENT, 128 * 7 * 7)
        self.norm0 = nn.BatchNorm1d(128 * 7 * 7)
        self.up1 = nn.ConvTranspose2d(128, 64, 4, 2, 1)
        self.norm1 = nn.BatchNorm2d(64)
        self.up2 = nn.ConvTranspose2d(64, 1, 4, 2, 1)

    def forward(self, z):
        h = F.relu(self.norm0(self.dense(z))).view(-1, 128, 7, 7)
        return torch.tanh(self.up2(F.relu(self.norm1(self.up1(h)))))


class Discriminator(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 64, 4, 2, 1)
        self.conv2 = nn.Conv2d(64, 128, 4, 2, 1)
        self.norm2 = nn.BatchNorm2d(128)
        self.conv3 = nn.Conv2d(128, 256, 4, 2, 1)
        self.norm3 = nn.BatchNorm2d(256)
        self.drop = nn.Dropout2d(0.25)
        self.dense = nn.Linear(256 * 3 * 3, 1)

    def forward(self, x):
        h = self.drop(F.leaky_relu(self.conv1(x), 0.2))
        h = self.drop(F.leaky_relu(self.norm2(self.conv2(h)), 0.2))
        h = self.drop(F.leaky_relu(self.norm3(self.conv3(h)), 0.2))
        return torch.sigmoid(self.dense(h.flatten(1)))


class SeedDcgan:
    def __init__(self, batch):
        self.batch = batch
        self.generator, self.discriminator = Generator(), Discriminator()
        self.generator_adam = torch.optim.Adam(self.generator.parameters(), 1e-3, (0.5, 0.999))
        self.discriminator_adam = torch.optim.Adam(self.discriminator.parameters(), 5e-5, (0.5, 0.999))
        self.real = torch.rand(batch, 1, 28, 28)

    def step(self):
        ones, zeros = torch.ones(self.batch, 1), torch.zeros(self.batch, 1)
        self.discriminator_adam.zero_grad(set_to_none=True)
        with torch.no_grad():  # the generator's gradients are not used here, so none are made
            fake = self.generator(torch.randn(self.batch, LATENT))
        loss = F.binary_cross_entropy(self.discriminator(self.real), ones) + F.binary_cross_entropy(self.discriminator(fake), zeros)
        loss.backward()
        self.discriminator_adam.step()
        self.generator_adam.zero_grad(set_to_none=True)
        for parameter in self.discriminator.parameters():
            parameter.requires_grad_(False)
        loss = F.binary_cross_entropy(self.discriminator(self.generator(torch.randn(self.batch, LATENT))), ones)
        loss.backward()
        for parameter in self.discriminator.parameters():
            parameter.requires_grad_(True)
        self.generator_adam.step()
        return float(loss)


def convolution(inputs, outputs, size, kind):
    x = torch.randn(BATCH, inputs, size, size)
    w = torch.randn(outputs, inputs, 4, 4)
    y = F.conv2d(x, w, stride=2, padding=1)
    dy = torch.randn_like(y)
    mask = {"forward": None, "inputGradient": [True, False, False], "filterGradient": [False, True, False]}[kind]
    if mask is None:
        return lambda: F.conv2d(x, w, stride=2, padding=1)
    return lambda: torch.ops.aten.convolution_backward(dy, x, w, None, [2, 2], [1, 1], [1, 1], False, [0, 0], 1, mask)


def product(n):
    a, b = torch.randn(n, n), torch.randn(n, n)
    return lambda: a @ b


def make(work):
    if work.startswith("seed DCGAN step"):
        return SeedDcgan(int(work.split()[-1])).step
    if work.startswith("seed HVAE step"):
        return SeedHvae(int(work.split()[-1])).step
    if work.startswith("matrix product"):
        return product(int(work.split()[-1].split("^")[0]))
    _, kind, shape = work.split(" ")  # conv2d forward 28x28x1->64
    size, channels = shape.split("x")[0], shape.split("x")[2]
    inputs, outputs = channels.split("->")
    return convolution(int(inputs), int(outputs), int(size), kind)


def blas():
    """Which library multiplies the matrices, by what is loaded once it has multiplied some."""
    torch.ones(64, 64) @ torch.ones(64, 64)
    try:
        with open("/proc/self/maps", encoding="utf8") as maps:
            loaded = maps.read()
    except OSError:
        loaded = torch.__config__.show()
    names = {"openblas": "OpenBLAS", "mkl": "MKL", "blis": "BLIS", "libblas": "reference BLAS"}
    return next((name for part, name in names.items() if part in loaded.lower()), "unknown BLAS")


def main():
    torch.manual_seed(0)
    made = {}
    print(json.dumps({"ready": f"{torch.__version__}, {blas()}"}), flush=True)
    for line in sys.stdin:
        threads, work = line.strip().split(" ", 1)
        torch.set_num_threads(int(threads))
        if work.startswith("peak"):  # of the WebAssembly engine
            print(json.dumps({"work": work, "ms": None}), flush=True)
            continue
        if work not in made:
            made[work] = make(work)
            made[work]()
        begin = time.perf_counter()
        made[work]()
        elapsed = (time.perf_counter() - begin) * 1e3
        print(json.dumps({"work": work, "ms": elapsed if math.isfinite(elapsed) else None}), flush=True)


if __name__ == "__main__":
    main()
