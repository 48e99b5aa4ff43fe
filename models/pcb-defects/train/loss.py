"""Which cells answer for which box, and what a wrong answer costs."""

import torch
from torch.nn import functional as F

from model import CLASSES, STRIDE, boxes

CELLS_PER_BOX = 9


def overlap(a, b):
    """IoU and generalised IoU of corner boxes, broadcast."""
    low = torch.maximum(a[..., :2], b[..., :2])
    high = torch.minimum(a[..., 2:], b[..., 2:])
    inner = (high - low).clamp(min=0).prod(-1)
    union = (a[..., 2:] - a[..., :2]).prod(-1) + (b[..., 2:] - b[..., :2]).prod(-1) - inner + 1e-6
    hull = (torch.maximum(a[..., 2:], b[..., 2:]) - torch.minimum(a[..., :2], b[..., :2])).prod(-1) + 1e-6
    iou = inner / union
    return iou, iou - (hull - union) / hull


@torch.no_grad()
def assign(found, scores, centre, truth):
    """Gives each cell at most one box: the index (N x A, -1 for none) and how well it fits (0..1).

    Cells that lie in a box and near its middle compete; a cell's worth is its score for the box's class,
    square-rooted, times IoU to the fourth; the best nine cells of each box win.
    """
    real = truth[..., 0] >= 0
    corner = truth[..., 1:]
    middle = (corner[..., :2] + corner[..., 2:]) / 2
    inside = ((centre > corner[:, :, None, :2]) & (centre < corner[:, :, None, 2:])).all(-1)
    near = ((centre - middle[:, :, None]).abs() < 2 * STRIDE).all(-1)
    iou, _ = overlap(found[:, None], corner[:, :, None])
    label = truth[..., 0].clamp(min=0).long()
    score = scores.sigmoid().transpose(1, 2).gather(1, label[..., None].expand(-1, -1, scores.shape[1]))
    allowed = inside & near & real[..., None]
    worth = (score.sqrt() * iou**4 + 1e-9) * allowed
    best, index = worth.topk(CELLS_PER_BOX, 2)
    won = torch.zeros_like(worth).scatter_(2, index, (best > 0).float()) * worth
    top, owner = won.max(1)
    taken = top > 0
    mine = won * F.one_hot(owner, truth.shape[1]).transpose(1, 2) * taken[:, None]
    peak = mine.amax(2, keepdim=True)
    quality = (mine / (peak + 1e-12) * (iou * (mine > 0)).amax(2, keepdim=True)).amax(1)
    return torch.where(taken, owner, torch.full_like(owner, -1)), quality


def loss(raw, scores, truth, centre):
    """The sum to descend, and its two parts for the log."""
    raw = raw.float().flatten(2)
    scores = scores.float().flatten(2).transpose(1, 2)
    found = boxes(raw, centre)
    owner, quality = assign(found.detach(), scores.detach(), centre, truth)
    taken = owner >= 0
    matched = truth.gather(1, owner.clamp(min=0)[..., None].expand(-1, -1, 5))
    target = F.one_hot(matched[..., 0].clamp(min=0).long(), CLASSES) * (quality * taken)[..., None]
    total = quality[taken].sum().clamp(min=1)
    chance = scores.sigmoid().detach()
    # Cells that are surely empty weigh little; without it they drown the few that hold a defect.
    weight = torch.where(target > 0, torch.ones_like(target), 0.75 * chance**1.5 + 0.02)
    cls = (F.binary_cross_entropy_with_logits(scores, target, reduction="none") * weight).sum() / total
    _, generalised = overlap(found[taken], matched[taken][:, 1:])
    box = ((1 - generalised) * quality[taken].clamp(min=0.05)).sum() / total
    return cls + 2.5 * box, cls.detach(), box.detach()
