"""Code 128 as a sequence: which row of characters, blurred as this picture is, explains the profile best.

A decoder of edges needs each bar for itself; below a contrast of a few per cent there are none to find. This one asks
for the most likely sequence through the known channel (Forney 1972; Viterbi): every character is compared with its
neighbours' spread added, so that a blur of more than a module is no loss as long as the noise is small, which averaging
along the bars makes it. Character positions, illumination and blur kernel are estimated alternately.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.reading.code128.blur_model import FINE, REACH, TAIL, WINDOW, Channel, gaussian, of_kernel, signal
from hardware.reading.code128.spacing import MILD, STEEP, Rhythm, rhythms
from hardware.reading.code128.symbols import DATA_VALUES, START_A, checks
from hardware.reading.code128.warp import followed

if TYPE_CHECKING:
    from hardware.images import Pixels
    from hardware.reading.time_budget import TimeUp

_CHANNELS = (
    ((0.45, 0.0), (0.75, 0.0)),
    ((0.75, 0.0), (1.1, 0.0), (1.4, 0.0)),
    ((0.4, 2.2), (0.4, 3.2), (0.4, 4.4)),
)
"""What is tried for each of the rough channels of `rhythm.TRIED`."""
_ROUNDS = 3
_TRIED = 4
_WORTH_TRYING = 0.3
_WORTH_ROUNDS = 0.55
"""Share of the variance that a first try has to explain."""
_SURE = 0.975
"""Share of the variance that an explanation has to reach. Measured: right ones 0.986 and more, wrong ones to 0.945."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A row of characters and how well it explains the profile."""

    values: tuple[int, ...]
    """Start, data and check characters."""
    left: float
    right: float
    """Where the code begins and ends, in columns of the profile."""
    fit: float
    """Share of the profile's variance within the code that it explains, at most 1."""
    turned: bool
    """Read against the profile's direction."""


def explain(profile: Pixels, step: float, inner: slice, until: TimeUp) -> Explained | None:
    """The row of characters that explains a profile (grey levels, `step` pixels a sample); None: none does.

    Cheap and usual things are tried first: an even spacing, then a wandering one, then the perspective of a great tilt;
    none is begun once the time is up.
    """
    for bend in (MILD, STEEP):
        places = [place for place in rhythms(profile, step, inner, bend) if place.score > _WORTH_TRYING]
        for wandering in (False, True):
            for rhythm in places[:_TRIED]:
                if until():
                    return None
                line = profile[::-1] if rhythm.turned else profile
                at = followed(line, rhythm.sample_at(), step) if wandering else rhythm.sample_at()
                one = _best(line, at, rhythm)
                if one is not None:
                    return one
    return None


def _best(line: Pixels, at: Pixels, rhythm: Rhythm) -> Explained | None:
    """The explanation with this many characters about there; None when it is not a good one."""
    columns = np.arange(len(line))
    raw = np.interp(at, columns, line).astype(np.float32)
    tries = []
    for sigma, box in _CHANNELS[rhythm.channel]:
        channel = gaussian(sigma, box)
        values = most_likely(_as_ink(raw, channel), channel)
        ink, fit = _lit(raw, signal(values, channel.spread, channel.stop))
        again = most_likely(ink, channel)
        tries.append(
            max(
                (fit, values, channel),
                (_lit(raw, signal(again, channel.spread, channel.stop))[1], again, channel),
                key=lambda one: one[0],
            )
        )
    fit, values, channel = max(tries, key=lambda one: one[0])
    if fit < _WORTH_ROUNDS:
        return None
    best = (fit, values, at)
    for _ in range(_ROUNDS):
        model = signal(values, channel.spread, channel.stop)
        ink, _ = _lit(raw, model)
        at = at + _drift(ink, model) * np.gradient(at)
        raw = np.interp(at, columns, line).astype(np.float32)
        ink, _ = _lit(raw, model)
        channel = _learned(ink, values, channel)
        values = most_likely(ink, channel)
        fit = _lit(raw, signal(values, channel.spread, channel.stop))[1]
        if fit > best[0]:
            best = (fit, values, at)
        if fit > _SURE and checks(values):
            break
    fit, values, at = best
    if fit < _SURE or not checks(values):
        return None
    left, right = float(at[REACH]), float(at[-REACH - 1])
    if rhythm.turned:
        left, right = len(line) - 1 - right, len(line) - 1 - left
    return Explained(values, left, right, fit, rhythm.turned)


def most_likely(ink: Pixels, channel: Channel) -> tuple[int, ...]:
    """The start, data and check characters whose signal lies nearest (Viterbi); `ink` is 44 samples each and a tail."""
    count = (len(ink) - TAIL) // WINDOW
    before, behind = channel.spread[:, :WINDOW], channel.spread[:, WINDOW:]
    windows = ink[: count * WINDOW].reshape(count, WINDOW)
    entering = (before * before).sum(axis=1) - 2 * windows @ before.T
    tail = ink[count * WINDOW :] - channel.stop
    leaving = (behind * behind).sum(axis=1)
    leave = leaving - 2 * windows @ behind.T
    data = slice(0, DATA_VALUES)
    cost = entering[0, START_A:]
    cross = np.ascontiguousarray(channel.cross.T)
    back = []
    first = cross[data, START_A:] + (cost + leave[1, START_A:])
    back.append(first.argmin(axis=1))
    cost = first.min(axis=1) + entering[1, data]
    inner = np.ascontiguousarray(cross[data, data])
    for place in range(2, count):
        table = inner + (cost + leave[place, data])
        choice = table.argmin(axis=1)
        back.append(choice)
        cost = table[np.arange(DATA_VALUES), choice] + entering[place, data]
    cost = cost + leaving[data] - 2 * behind[data] @ tail[:WINDOW]
    values = [int(cost.argmin())]
    for choice in reversed(back[1:]):
        values.append(int(choice[values[-1]]))
    values.append(START_A + int(back[0][values[-1]]))
    return tuple(reversed(values))


def _as_ink(raw: Pixels, channel: Channel) -> Pixels:
    """Grey levels as ink, by what a code's mean and deviation are; slow changes of light taken out."""
    inner = raw[REACH:-REACH][None, :]
    width = max(3.0, 12.0 * FINE)
    mean = cv2.GaussianBlur(inner, (0, 0), width, borderType=cv2.BORDER_REFLECT)
    spread = np.sqrt(cv2.GaussianBlur((inner - mean) ** 2, (0, 0), 2 * width, borderType=cv2.BORDER_REFLECT))
    edge = (REACH, REACH)
    mean, spread = np.pad(mean[0], edge, mode="edge"), np.pad(spread[0], edge, mode="edge")
    ink = channel.mean - (raw - mean) / np.maximum(spread, 0.3) * channel.deviation
    return np.asarray(np.clip(ink, -0.2, 1.2), dtype=np.float32)


def _lit(raw: Pixels, model: Pixels) -> tuple[Pixels, float]:
    """Grey levels as ink by the paper and ink that fit the model best, and the share of the variance explained."""
    count = len(raw)
    x = np.linspace(-1, 1, count, dtype=np.float32)
    shapes = np.stack([np.ones(count, dtype=np.float32), x, x * x - 0.33])
    basis = np.concatenate([shapes, shapes * model]).T
    weights = np.linalg.solve(basis.T @ basis + 1e-3 * np.eye(6, dtype=np.float32), basis.T @ raw)
    paper, ink = weights[:3] @ shapes, weights[3:] @ shapes
    inner = slice(REACH // 2, -REACH // 2)
    rest = raw - basis @ weights
    fit = 1 - float(np.square(rest[inner]).sum()) / max(1e-6, float(np.square(raw[inner] - raw[inner].mean()).sum()))
    if ink.max() >= -0.5:
        return np.zeros_like(raw), min(fit, 0.0)
    return np.asarray((raw - paper) / ink, dtype=np.float32), fit


def _drift(ink: Pixels, model: Pixels) -> Pixels:
    """By how many samples the picture lies off the model, smoothly along the code."""
    slope = np.gradient(model)
    count = len(ink) // WINDOW
    used = slice(0, count * WINDOW)
    power = np.square(slope[used]).reshape(count, WINDOW).sum(axis=1)
    product = ((ink - model) * slope)[used].reshape(count, WINDOW).sum(axis=1)
    x = np.linspace(-1, 1, len(ink), dtype=np.float32)
    middle = x[used].reshape(count, WINDOW).mean(axis=1)
    degree = min(5, max(1, count // 3))
    shapes = np.polynomial.legendre.legvander(middle, degree)
    weight = power[:, None]
    normal = shapes.T @ (shapes * weight) + 1e-3 * float(power.sum()) * np.diag(np.arange(degree + 1) ** 2)
    late = np.linalg.solve(normal + 1e-9 * np.eye(degree + 1), shapes.T @ product)
    return np.asarray(-np.clip(np.polynomial.legendre.legval(x, late), -FINE, FINE), dtype=np.float32)


def _learned(ink: Pixels, values: tuple[int, ...], channel: Channel) -> Channel:
    """The symmetric kernel that makes this row of characters the picture, not far from the one before."""
    bars = signal(values, _SHARP.spread, _SHARP.stop)
    padded = np.pad(bars, REACH)
    taps = [padded[REACH : REACH + len(bars)]]
    taps += [
        padded[REACH - j : REACH - j + len(bars)] + padded[REACH + j : REACH + j + len(bars)] for j in range(1, REACH)
    ]
    basis = np.stack(taps)
    before = channel.kernel[REACH : 2 * REACH]
    ridge = 0.02 * len(ink) * np.eye(REACH, dtype=np.float32)
    found = np.linalg.solve(basis @ basis.T + ridge, basis @ ink + ridge @ before)
    kernel = np.zeros(2 * REACH + 1, dtype=np.float32)
    kernel[REACH : 2 * REACH] = found
    kernel[1 : REACH + 1] = found[::-1]
    return of_kernel(kernel) if kernel.sum() > 0.3 else channel


_SHARP = gaussian(0.05)
