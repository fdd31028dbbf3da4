"""Discourse networks and other measures of likeness: this program against plain pandas, in one run.

    python -m benchmarks.alignment [--stances 100000] [--actors 100] [--issues 50] [--reports 5000] [--rounds 7]

Each line is the median of its rounds, as a ratio to the first line and in seconds. The contenders take turns, so that a
busy machine slows all of them alike. "floor" is the time in which the memory of this machine, measured in the same run,
moves the bytes that the work has to touch once: the columns read, the counts written and read. Equal fingerprints mean
equal weights.
"""

import argparse
import hashlib
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
import scipy

from benchmarks.similarity import SEED
from onrecord import measures
from onrecord.measures import Counting

TARGETS = {"congruence, every stance": 0.1, "congruence, per report": 0.3}  # seconds, at the default size
LEVELS = 5
COUNT = 8  # bytes
DEFAULT = {"stances": 100_000, "actors": 100, "issues": 50, "reports": 5000}
Work = Callable[[pd.DataFrame], pd.DataFrame]


def stances(options: argparse.Namespace) -> pd.DataFrame:
    """Random stances over twenty years, all of one report on one day."""
    rng = np.random.default_rng(SEED)
    n = options.stances

    def names(prefix: str, number: np.ndarray) -> pd.Series:
        labels = np.array([f"{prefix}-{i:04d}" for i in range(number.max() + 1)], dtype=object)
        return pd.Series(labels[number], dtype="str")

    report = rng.integers(0, options.reports, n)
    day = pd.Timestamp("2001-01-01") + pd.to_timedelta(rng.integers(0, 7305, options.reports)[report], unit="D")
    return pd.DataFrame(
        {
            "stance_id": pd.Series([f"s{i:08d}" for i in range(n)], dtype="str"),
            "actor_id": names("actor", rng.integers(0, options.actors, n)),
            "issue_id": names("issue", rng.integers(0, options.issues, n)),
            "position": rng.integers(-2, 3, n),
            "report_id": names("report", report),
            "earliest": day,
            "published_on": day,
        }
    )


def plain_pandas(said: pd.DataFrame, *, repeats: list[str] | None) -> pd.DataFrame:
    """Congruence as one would write it in pandas: count, join on the issue, multiply, add up."""
    cell = ["actor_id", "issue_id", "position"]
    kept = said if repeats is None else said.drop_duplicates([*repeats, *cell])
    count = kept.groupby(cell, as_index=False).size()
    pairs = count.merge(count, on="issue_id", suffixes=("_a", "_b"))
    pairs = pairs[pairs["actor_id_a"] < pairs["actor_id_b"]]
    agreed = pairs["size_a"] * pairs["size_b"] * (1 - (pairs["position_a"] - pairs["position_b"]).abs() / 4)
    by_dyad = agreed.groupby([pairs["actor_id_a"], pairs["actor_id_b"]]).sum()
    return by_dyad.rename_axis(["actor_a", "actor_b"]).rename("congruence").reset_index()


def contenders() -> dict[str, Work]:
    """Name of the line and the work, ours first."""
    network = measures.congruence_network
    return {
        "congruence, every stance": partial(network, counting=Counting("none")),
        "congruence, per report": partial(network, counting=Counting("report")),
        "congruence, per week": partial(network, counting=Counting("week")),
        "congruence, bounded jaccard": partial(network, counting=Counting("report", "bounded jaccard")),
        "affiliation, subtract": partial(measures.subtract_affiliation, counting=Counting("report")),
        "pandas, every stance": partial(plain_pandas, repeats=None),
        "pandas, per report": partial(plain_pandas, repeats=["report_id"]),
    }


def columns_read(said: pd.DataFrame, name: str) -> int:
    """Bytes of the columns that a contender has to read."""
    read = ["actor_id", "issue_id", "position"]
    if "week" in name:
        read += ["earliest"]
    elif "every" not in name:
        read += ["report_id"]
    return int(said[read].memory_usage(index=False, deep=True).sum())


def bandwidth() -> float:
    """Bytes a second that this machine copies, read and written counted; the best of five."""
    block = np.ones(16_000_000)
    target = np.empty_like(block)
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        np.copyto(target, block)
        seconds.append(time.perf_counter() - start)
    return 2 * block.nbytes / min(seconds)


def fingerprint(network: pd.DataFrame) -> str:
    """The same for all who find the same weights for the same rows."""
    weight = network.iloc[:, -1].round(6).add(0.0).map("{:.6f}".format)
    text = network.iloc[:, 0] + "~" + network.iloc[:, 1] + "=" + weight
    return hashlib.sha256("\n".join(text).encode()).hexdigest()[:12]


def time_all(table: pd.DataFrame, works: dict[str, Work], rounds: int) -> dict[str, tuple[float, pd.DataFrame]]:
    """Median seconds and result of each, turn by turn; what takes a second or more has three turns."""
    seconds: dict[str, list[float]] = {name: [] for name in works}
    results: dict[str, pd.DataFrame] = {}
    for turn in range(rounds + 1):  # the first warms up and is not counted
        for name, work in works.items():
            if turn > 3 and min(seconds[name]) > 1:
                continue
            start = time.perf_counter()
            results[name] = work(table)
            if turn:
                seconds[name].append(time.perf_counter() - start)
    return {name: (statistics.median(seconds[name]), results[name]) for name in works}


def report_networks(said: pd.DataFrame, options: argparse.Namespace) -> bool:
    """Print the networks; whether all targets are met."""
    found = time_all(said, contenders(), options.rounds)
    base, speed = found["congruence, every stance"][0], bandwidth()
    counts = 2 * COUNT * LEVELS * options.actors * options.issues
    print(f"memory moves {speed / 1e9:.1f} GB/s; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    is_met = True
    for name, (seconds, network) in found.items():
        touched = columns_read(said, name) + counts
        line = f"{name:28} {seconds / base:7.2f} x {seconds:8.4f} s  {len(network):6} rows  {fingerprint(network)}"
        line += f"  touches {touched / 1e6:6.1f} MB, floor {touched / speed:.5f} s ({seconds * speed / touched:5.0f} x)"
        if name in TARGETS and all(getattr(options, key) == size for key, size in DEFAULT.items()):
            is_met &= seconds < TARGETS[name]
            line += f"  target {TARGETS[name]} s {'met' if seconds < TARGETS[name] else 'MISSED'}"
        print(line)
    for kind in ("every stance", "per report"):
        ours, theirs = found[f"congruence, {kind}"], found[f"pandas, {kind}"]
        same = "equal" if fingerprint(ours[1]) == fingerprint(theirs[1]) else "DIFFERENT"
        print(f"pandas takes {theirs[0] / ours[0]:.1f} times as long {kind}; weights {same}")
    return is_met


def report_measures(said: pd.DataFrame, options: argparse.Namespace) -> None:
    """Print what every measure on offer takes from one cell for each actor and issue."""
    cells = said.drop_duplicates(["actor_id", "issue_id"])[["actor_id", "issue_id", "position"]]
    works = {name: measure.function for name, measure in measures.MEASURES.items()}
    found = time_all(cells, works, options.rounds)
    base = found["similarity"][0]
    print(f"\nmeasures on {len(cells):,} cells, as a ratio to similarity")
    for name, (seconds, dyads) in found.items():
        print(f"{name:28} {seconds / base:7.2f} x {seconds:8.4f} s  {len(dyads):6} rows")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, size in DEFAULT.items():
        parser.add_argument(f"--{name}", type=int, default=size)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    versions = {"Python": platform.python_version()} | {m.__name__: m.__version__ for m in (np, pd, scipy)}
    print(", ".join(f"{name} {version}" for name, version in versions.items()), f"seed {SEED}")
    print(f"{options.stances:,} stances, {options.actors} actors x {options.issues} issues, {options.reports} reports")
    said = stances(options)
    is_met = report_networks(said, options)
    report_measures(said, options)
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
