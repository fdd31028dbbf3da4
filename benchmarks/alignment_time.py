"""Alignment over time and under loss of reports: seconds, ratios to the plain way, and memory, in one run.

    python -m benchmarks.alignment_time [--stances 10000] [--actors 40] [--issues 60] [--rounds 3] [--no-large]

"Plain" calls the measures for one table once per window, report or draw; a few of these calls are timed and multiplied
up. Seconds are the best of the rounds, on the clock and of the processor: on a busy machine the two part. "At memory
speed" is how long copying the bytes that the work reads and writes would take. The large case, ten million stances of
5,000 actors on 5,000 issues, runs in a process of its own, whose peak memory is its own.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.similarity import SEED, stances
from onrecord import measures

ROOT = Path(__file__).parents[1]
N_WINDOWS, N_DAYS, N_REPORTS, N_DRAWS, N_FEW = 700, 7305, 300, 1000, 1200
SAMPLE = 10  # calls of the plain way that are timed
LARGE = 10_000_000, 5_000, 5_000
# Arrays of eight bytes that are written and read again: for each stance in a window, and for each pair of cells.
PER_STANCE, PER_PAIR = 12, 14
# For each pair of cells in each draw, in bytes: two heights, two flags, distance, both.
PER_DRAWN_PAIR = 8


def best(work: Callable[[], pd.DataFrame], rounds: int) -> tuple[float, float, pd.DataFrame]:
    """Shortest time on the clock and of the processor, and the result."""
    wall, cpu = [], []
    for _ in range(rounds):
        started = time.perf_counter(), time.process_time()
        result = work()
        wall.append(time.perf_counter() - started[0])
        cpu.append(time.process_time() - started[1])
    return min(wall), min(cpu), result


def bandwidth() -> float:
    """Bytes read and written in a second when a large array is copied."""
    source = np.ones(32_000_000)
    target = np.zeros_like(source)
    seconds = []
    for _ in range(5):
        started = time.perf_counter()
        np.copyto(target, source)
        seconds.append(time.perf_counter() - started)
    return 2 * source.nbytes / min(seconds)


def pairs_of_cells(said: pd.DataFrame) -> int:
    n = said.drop_duplicates(["actor_id", "issue_id"]).groupby("issue_id").size()
    return int((n * (n - 1) // 2).sum())


def plain_windows(said: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    day = said["latest"]
    return pd.concat(
        measures.similarity(measures.positions(said[(day >= span.start) & (day < span.end)]))
        for span in spans.itertuples()
    )


def plain_loss(said: pd.DataFrame, reports: list[str]) -> pd.DataFrame:
    return pd.concat(measures.similarity(measures.positions(said[said["report_id"] != r])) for r in reports)


def plain_draws(said: pd.DataFrame, n: int) -> pd.DataFrame:
    rng, labels = np.random.default_rng(SEED), said["root"].unique()
    drawn = (rng.choice(labels, len(labels)) for _ in range(n))
    return pd.concat(measures.similarity(measures.positions(said[said["root"].isin(d)])) for d in drawn)


def line(name: str, ours: tuple[float, float, pd.DataFrame], plain: float | None, at_speed: float | None) -> None:
    wall, cpu, result = ours
    ratio = "" if plain is None else f"plain {plain:8.2f} s = {plain / wall:6.0f} x"
    floor = "" if at_speed is None else f"at memory speed {at_speed:.3f} s"
    print(f"{name:44} {wall:7.3f} s (processor {cpu:6.3f})  rows {len(result):>9,}  {ratio:28} {floor}")


def over_time(options: argparse.Namespace, speed: float) -> None:
    said = stances(options.stances, options.actors, options.issues)
    for width in (200, N_DAYS // 2):
        spans = measures.windows(said, width=width, step=max((N_DAYS - width) // N_WINDOWS, 1)).head(N_WINDOWS)
        few = spans.iloc[:: len(spans) // SAMPLE].head(SAMPLE)
        plain = best(lambda few=few: plain_windows(said, few), 1)[0] * len(spans) / len(few)
        n_pairs = np.mean([pairs_of_cells(measures.in_window(said, spans, w)) for w in few["window"]]) * len(spans)
        touched = 8 * (PER_STANCE * spans["n_stances"].sum() + PER_PAIR * n_pairs)
        for function in (measures.window_series, measures.kernel_series):
            ours = best(lambda f=function, s=spans: f(said, s), options.rounds)
            name = f"{function.__name__}, {len(spans)} windows of {width} days"
            line(name, ours, plain, touched / speed)
        network = best(lambda s=spans, o=ours: measures.network_series(o[2], s), options.rounds)
        line("  network_series of it", network, None, None)


def under_loss(options: argparse.Namespace, speed: float) -> None:
    said = stances(N_FEW, options.actors, options.issues)
    number = np.random.default_rng(SEED).integers(0, N_REPORTS, N_FEW)
    report = pd.Series([f"report-{n:03}" for n in number], dtype="str")
    said = said.assign(report_id=report, root=report)
    some = said["report_id"].unique()[:SAMPLE].tolist()
    n_reports, n_pairs = said["report_id"].nunique(), pairs_of_cells(said)
    ours = best(lambda: measures.leave_one_report_out(said, min_shared=2), options.rounds)
    plain = best(lambda: plain_loss(said, some), 1)[0] * n_reports / len(some)
    line(f"leave_one_report_out, {n_reports} reports", ours, plain, 8 * PER_PAIR * 2 * n_pairs / speed)
    line("polarisation_range", best(lambda: measures.polarisation_range(said), options.rounds), None, None)
    ours = best(lambda: measures.bootstrap(said, seed=SEED, n_draws=N_DRAWS), options.rounds)
    plain = best(lambda: plain_draws(said, SAMPLE), 1)[0] * N_DRAWS / SAMPLE
    line(f"bootstrap, {N_DRAWS} draws", ours, plain, PER_DRAWN_PAIR * n_pairs * N_DRAWS / speed)


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def large() -> None:
    """Ten million stances to similarity, in this process; the result as JSON."""
    said = stances(*LARGE).drop(columns=["report_id", "root"])
    at_rest = peak_mb()
    started = time.perf_counter()
    held = measures.positions(said)
    dyads = measures.similarity(held)
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "at_rest": at_rest, "peak": peak_mb(), "cells": len(held), "n": len(dyads)}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stances", type=int, default=10_000)
    parser.add_argument("--actors", type=int, default=40)
    parser.add_argument("--issues", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-large", action="store_true", help="leave out the ten million stances")
    parser.add_argument("--only-large", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only_large:
        large()
        return
    speed = bandwidth()
    print(f"{options.stances:,} stances, {options.actors} actors x {options.issues} issues, {N_DAYS} days, seed {SEED}")
    print(f"copying memory: {speed / 1e9:.1f} GB/s read and written")
    over_time(options, speed)
    under_loss(options, speed)
    if not options.no_large:
        command = [sys.executable, "-m", "benchmarks.alignment_time", "--only-large"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        found = json.loads(done.stdout)
        print(
            f"similarity of {LARGE[0]:,} stances, {LARGE[1]:,} x {LARGE[2]:,}: {found['seconds']:.1f} s, peak "
            f"{found['peak']:.0f} MB (at rest {found['at_rest']:.0f}), cells {found['cells']:,}, dyads {found['n']:,}"
        )


if __name__ == "__main__":
    main()
