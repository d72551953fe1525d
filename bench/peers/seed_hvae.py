"""The training step of the study's two-level VAE. Layers, sizes and losses are those of ../src/seed-hvae.ts."""

import torch
from torch import nn
from torch.nn import functional as F

BETA = 0.5


class SeedHvae:
    def __init__(self, batch):
        encoder = [nn.Conv1d(9, 32, 3, 1, 1), nn.ReLU(), nn.Conv1d(32, 64, 3, 2, 1), nn.ReLU(), nn.Conv1d(64, 128, 3, 2, 1), nn.ReLU()]
        self.encoder = nn.Sequential(*encoder, nn.Flatten())
        self.low_mean, self.low_log_var = nn.Linear(512, 12), nn.Linear(512, 12)
        self.high = nn.Sequential(nn.Linear(12, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU())
        self.high_mean, self.high_log_var = nn.Linear(32, 4), nn.Linear(32, 4)
        decoder = [nn.ConvTranspose1d(128, 64, 3, 2, 1, 1), nn.ReLU(), nn.ConvTranspose1d(64, 32, 3, 2, 1, 1), nn.ReLU()]
        self.decoder = nn.Sequential(nn.Linear(12, 512), nn.ReLU(), nn.Unflatten(1, (128, 4)), *decoder, nn.ConvTranspose1d(32, 9, 3, 1, 1))
        parts = [self.encoder, self.low_mean, self.low_log_var, self.high, self.high_mean, self.high_log_var, self.decoder]
        self.adam = torch.optim.Adam([parameter for part in parts for parameter in part.parameters()], 1e-3)
        self.bars = (torch.rand(batch, 9, 16) < 0.17).float()

    def step(self):
        self.adam.zero_grad(set_to_none=True)
        features = self.encoder(self.bars)
        low, low_kl = sample(self.low_mean(features), self.low_log_var(features))
        features = self.high(low)
        _, high_kl = sample(self.high_mean(features), self.high_log_var(features))
        loss = F.binary_cross_entropy_with_logits(self.decoder(low), self.bars, reduction="sum") + BETA * (low_kl + high_kl)
        loss.backward()
        self.adam.step()
        return float(loss)


def sample(mean, log_var):
    z = mean + torch.exp(0.5 * log_var) * torch.randn_like(mean)
    return z, -0.5 * torch.sum(1 + log_var - mean.pow(2) - log_var.exp())
