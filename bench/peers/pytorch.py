"""The works of ../src/works.ts in PyTorch: python pytorch.py <threads>. Layers, sizes, losses and rates are those of ../src/seed-dcgan.ts,
../src/standard-dcgan.ts and ../src/seed-hvae.ts. Images lie in memory as planes or as pixels, whichever is faster; Adam is fused where it can be."""

import sys

import torch
from torch import nn
from torch.nn import functional as F

from serve import serve

LATENT, BETA = 100, 0.5
LAYOUTS = {"images as planes": torch.contiguous_format, "images as pixels (channels last)": torch.channels_last}


def layouts(make):
    """The ways of a work on images: one for each order in memory."""
    return lambda **options: {how: lambda layout=layout: make(layout, **options) for how, layout in LAYOUTS.items()}


def adam(parameters, *options):
    parameters = list(parameters)
    try:
        return torch.optim.Adam(parameters, *options, fused=True)
    except (RuntimeError, TypeError):  # before 2.4 there was none for CPUs
        return torch.optim.Adam(parameters, *options)


class Generator(nn.Module):
    def __init__(self, layout, size, channels, filters, seed):
        super().__init__()
        self.layout = layout
        self.start = (filters[0], size >> len(filters), size >> len(filters))
        units = self.start[0] * self.start[1] * self.start[2]
        self.dense = nn.Linear(LATENT, units, bias=seed)
        self.norm = nn.BatchNorm1d(units) if seed else nn.BatchNorm2d(filters[0])
        blocks = []
        for inputs, outputs in zip(filters, filters[1:]):
            blocks += [nn.ConvTranspose2d(inputs, outputs, 4, 2, 1, bias=seed), nn.BatchNorm2d(outputs), nn.ReLU()]
        self.blocks = nn.Sequential(*blocks, nn.ConvTranspose2d(filters[-1], channels, 4, 2, 1), nn.Tanh())

    def forward(self, z):
        h = self.dense(z)
        h = self.norm(h if isinstance(self.norm, nn.BatchNorm1d) else h.view(-1, *self.start))
        return self.blocks(F.relu(h).view(-1, *self.start).contiguous(memory_format=self.layout))


class Discriminator(nn.Module):
    def __init__(self, size, channels, filters, seed):
        super().__init__()
        blocks = []
        for inputs, outputs in zip([channels, *filters], filters):
            blocks.append(nn.Conv2d(inputs, outputs, 4, 2, 1, bias=seed or not blocks))
            blocks += [nn.BatchNorm2d(outputs)] if inputs != channels else []
            blocks += [nn.LeakyReLU(0.2), *([nn.Dropout2d(0.25)] if seed else [])]
        self.blocks = nn.Sequential(*blocks, nn.Flatten(), nn.Linear(filters[-1] * (size >> len(filters)) ** 2, 1), nn.Sigmoid())

    def forward(self, x):
        return self.blocks(x)


@layouts
def dcgan(layout, batch, size, channels, generator, discriminator, seed):
    make_fake, judge = Generator(layout, size, channels, generator, seed), Discriminator(size, channels, discriminator, seed)
    for net in (make_fake, judge):
        net.to(memory_format=layout)
    rates = (1e-3, 5e-5) if seed else (2e-4, 2e-4)
    adams = [adam(net.parameters(), rate, (0.5, 0.999)) for net, rate in zip((make_fake, judge), rates)]
    real = torch.rand(batch, channels, size, size).contiguous(memory_format=layout)
    ones, zeros = torch.ones(batch, 1), torch.zeros(batch, 1)

    def step():
        adams[1].zero_grad(set_to_none=True)
        with torch.no_grad():  # the generator's gradients are not used here, so none are made
            fake = make_fake(torch.randn(batch, LATENT))
        loss = F.binary_cross_entropy(judge(real), ones) + F.binary_cross_entropy(judge(fake), zeros)
        loss.backward()
        adams[1].step()
        adams[0].zero_grad(set_to_none=True)
        judge.requires_grad_(False)  # nor are the discriminator's here
        loss = F.binary_cross_entropy(judge(make_fake(torch.randn(batch, LATENT))), ones)
        loss.backward()
        judge.requires_grad_(True)
        adams[0].step()
        return loss.item()

    return step


def hvae(batch):
    layers = [nn.Conv1d(9, 32, 3, 1, 1), nn.ReLU(), nn.Conv1d(32, 64, 3, 2, 1), nn.ReLU(), nn.Conv1d(64, 128, 3, 2, 1), nn.ReLU()]
    encoder = nn.Sequential(*layers, nn.Flatten())
    low_mean, low_log_var = nn.Linear(512, 12), nn.Linear(512, 12)
    high = nn.Sequential(nn.Linear(12, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU())
    high_mean, high_log_var = nn.Linear(32, 4), nn.Linear(32, 4)
    layers = [nn.ConvTranspose1d(128, 64, 3, 2, 1, 1), nn.ReLU(), nn.ConvTranspose1d(64, 32, 3, 2, 1, 1), nn.ReLU()]
    decoder = nn.Sequential(nn.Linear(12, 512), nn.ReLU(), nn.Unflatten(1, (128, 4)), *layers, nn.ConvTranspose1d(32, 9, 3, 1, 1))
    parts = nn.ModuleList([encoder, low_mean, low_log_var, high, high_mean, high_log_var, decoder])
    optimizer = adam(parts.parameters(), 1e-3)
    bars = (torch.rand(batch, 9, 16) < 0.17).float()

    def draw(mean, log_var):
        z = mean + torch.exp(0.5 * log_var) * torch.randn_like(mean)
        return z, -0.5 * torch.sum(1 + log_var - mean.pow(2) - log_var.exp())

    def step():
        optimizer.zero_grad(set_to_none=True)
        features = encoder(bars)
        low, low_kl = draw(low_mean(features), low_log_var(features))
        features = high(low)
        _, high_kl = draw(high_mean(features), high_log_var(features))
        loss = F.binary_cross_entropy_with_logits(decoder(low), bars, reduction="sum") + BETA * (low_kl + high_kl)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


@layouts
def conv2d(layout, kind, batch, size, inputs, outputs):
    x, w = (torch.randn(*shape).contiguous(memory_format=layout) for shape in [(batch, inputs, size, size), (outputs, inputs, 4, 4)])
    if kind == "forward":
        return lambda: F.conv2d(x, w, stride=2, padding=1)
    dy = torch.randn_like(F.conv2d(x, w, stride=2, padding=1))
    mask = [kind == "inputGradient", kind == "filterGradient", False]
    return lambda: torch.ops.aten.convolution_backward(dy, x, w, None, [2, 2], [1, 1], [1, 1], False, [0, 0], 1, mask)


def product(size):
    a, b = torch.randn(size, size), torch.randn(size, size)
    return lambda: a @ b


def blas():
    """Which library multiplies the matrices: what torch was built with, else what is loaded once it has multiplied some."""
    if "BLAS_INFO=mkl" in torch.__config__.show():
        return "MKL"
    torch.ones(64, 64) @ torch.ones(64, 64)
    try:
        with open("/proc/self/maps", encoding="utf8") as maps:
            loaded = maps.read().lower()
    except OSError:
        return "unknown BLAS"
    names = {"openblas-openmp": "OpenBLAS, OpenMP", "openblas": "OpenBLAS", "blis": "BLIS", "libblas": "reference BLAS"}
    return next((name for part, name in names.items() if part in loaded), "unknown BLAS")


if __name__ == "__main__":
    torch.manual_seed(0)
    torch.set_num_threads(int(sys.argv[1]))
    serve(f"{torch.__version__}, {blas()}", {"dcgan": dcgan, "hvae": hvae, "conv2d": conv2d, "product": product})
