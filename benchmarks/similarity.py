"""From stances to similarity: this program against a pandas merge and a networkx projection, in one run.

    python -m benchmarks.similarity [--stances 1000000] [--actors 200] [--issues 500] [--rounds 5]

Every contender starts from the same stances, as text, in a process of its own, and ends with S of every dyad. Memory is
the peak of that process; "at rest" is the part of it that importing and making the data takes. Equal fingerprints
behind "S" mean equal results.
"""

import argparse
import hashlib
import json
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd

SEED = 20210505
ROOT = Path(__file__).parents[1]
PATIENCE = 180  # seconds one round of a contender may take before its work is cut down


def stances(n: int, n_actors: int, n_issues: int) -> pd.DataFrame:
    """Random stances over twenty years."""
    rng = np.random.default_rng(SEED)
    day = pd.Timestamp("2001-01-01") + pd.to_timedelta(rng.integers(0, 7305, n), unit="D")
    report = rng.integers(0, 5000, n)

    def names(prefix: str, number: np.ndarray) -> pd.Series:
        labels = np.array([f"{prefix}-{i:04d}" for i in range(number.max() + 1)], dtype=object)
        return pd.Series(labels[number], dtype="str")

    def picks(values: list[str]) -> pd.Series:
        return pd.Series(np.array(values, dtype=object)[rng.integers(0, len(values), n)], dtype="str")

    return pd.DataFrame(
        {
            "stance_id": pd.Series([f"s{i:08d}" for i in rng.permutation(n)], dtype="str"),
            "actor_id": names("actor", rng.integers(0, n_actors, n)),
            "issue_id": names("issue", rng.integers(0, n_issues, n)),
            "position": rng.integers(-2, 3, n),
            "earliest": day,
            "latest": day,
            "published_on": day + pd.to_timedelta(rng.integers(0, 3, n), unit="D"),
            "kind": picks(["direct", "indirect", "attributed", "inferred"]),
            "confidence": picks(["high", "medium", "low"]),
            "report_id": names("report", report),
            "root": names("root", report // 2),
        }
    )


def ours(said: pd.DataFrame) -> pd.DataFrame:
    """Positions and similarity, with n, interval and alpha."""
    from onrecord import measures

    return measures.similarity(measures.positions(said))


def ours_categorical(said: pd.DataFrame) -> pd.DataFrame:
    """The same from columns that are categorical already."""
    return ours(said)


def ours_full(said: pd.DataFrame) -> pd.DataFrame:
    """The same by way of cells with all their evidence."""
    from onrecord import measures

    return measures.similarity(measures.cells(said))


def latest_by_sorting(said: pd.DataFrame) -> pd.DataFrame:
    """The latest stance of each actor on each issue, as one would write it in pandas."""
    kind = said["kind"].map({"inferred": 0, "attributed": 1, "indirect": 2, "direct": 3})
    confidence = said["confidence"].map({"low": 0, "medium": 1, "high": 2})
    order = ["latest", "earliest", "published_on", "kind_rank", "confidence_rank", "stance_id"]
    ranked = said.assign(kind_rank=kind, confidence_rank=confidence).sort_values(order)
    return ranked.drop_duplicates(["actor_id", "issue_id"], keep="last")[["actor_id", "issue_id", "position"]]


def merge(said: pd.DataFrame) -> pd.DataFrame:
    """S and n by joining the cells with themselves on the issue; no interval, no alpha."""
    held = latest_by_sorting(said)
    pairs = held.merge(held, on="issue_id", suffixes=("_a", "_b"))
    pairs = pairs[pairs["actor_id_a"] < pairs["actor_id_b"]]
    pairs = pairs.assign(distance=(pairs["position_a"] - pairs["position_b"]).abs())
    dyads = pairs.groupby(["actor_id_a", "actor_id_b"])["distance"].agg(["mean", "size"]).reset_index()
    dyads.columns = ["actor_a", "actor_b", "mean", "n_shared"]
    return dyads.assign(similarity=1 - dyads["mean"] / 2)


def projection(said: pd.DataFrame) -> pd.DataFrame:
    """S by networkx: a two-mode graph of actors and issues, projected on the actors with S as the weight."""
    held = latest_by_sorting(said)
    graph = nx.Graph()
    actors = held["actor_id"].unique().tolist()
    graph.add_nodes_from(actors, bipartite=0)
    graph.add_nodes_from(held["issue_id"].unique().tolist(), bipartite=1)
    graph.add_weighted_edges_from(held.itertuples(index=False, name=None), weight="position")

    def weight(g: nx.Graph, a: str, b: str) -> float:
        mine, theirs = g[a], g[b]
        both = set(mine) & set(theirs)
        return 1 - sum(abs(mine[i]["position"] - theirs[i]["position"]) for i in both) / (2 * len(both))

    one_mode = nx.bipartite.generic_weighted_projected_graph(graph, actors, weight_function=weight)
    rows = [(*sorted((a, b)), s) for a, b, s in one_mode.edges(data="weight")]
    return pd.DataFrame(rows, columns=["actor_a", "actor_b", "similarity"])


CONTENDERS: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    f.__name__: f for f in (ours, ours_categorical, ours_full, merge, projection)
}


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fingerprint(dyads: pd.DataFrame) -> str:
    """The same for every contender that finds the same S for the same dyads."""
    table = dyads.sort_values(["actor_a", "actor_b"])
    text = table["actor_a"] + "~" + table["actor_b"] + "=" + table["similarity"].round(9).add(0.0).map("{:.9f}".format)
    return hashlib.sha256("\n".join(text).encode()).hexdigest()[:12]


def run(name: str, options: argparse.Namespace) -> None:
    """Time one contender in this process and print the result as JSON."""
    said = stances(options.stances, options.actors, options.issues)
    if name == "ours_categorical":
        said = said.astype({"actor_id": "category", "issue_id": "category"})
    at_rest = peak_mb()
    seconds: list[float] = []
    while len(seconds) < options.rounds and sum(seconds) < PATIENCE / 2:
        start = time.perf_counter()
        dyads = CONTENDERS[name](said)
        seconds.append(time.perf_counter() - start)
    peak = peak_mb()
    print(
        json.dumps(
            {"seconds": seconds, "at_rest": at_rest, "peak": peak, "n": len(dyads), "fingerprint": fingerprint(dyads)}
        )
    )


def compete(name: str, options: argparse.Namespace) -> dict | None:
    """One contender in a process of its own; None where it runs out of patience."""
    size = [f"--{key}={getattr(options, key)}" for key in ("stances", "actors", "issues", "rounds")]
    command = [sys.executable, "-m", "benchmarks.similarity", *size, "--only", name]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=PATIENCE + 60)
    except subprocess.TimeoutExpired:
        return None
    return json.loads(done.stdout)


def report(name: str, result: dict, base: float | None, *, scale: float = 1.0) -> None:
    median = statistics.median(result["seconds"]) * scale
    ratio = "" if base is None else f"{median / base:9.1f} x"
    print(
        f"{name:18} {median:9.3f} s {ratio:>11}  rounds {len(result['seconds'])}  "
        f"peak {result['peak']:6.0f} MB (at rest {result['at_rest']:4.0f})  "
        f"dyads {result['n']}  S {result['fingerprint']}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stances", type=int, default=1_000_000)
    parser.add_argument("--actors", type=int, default=200)
    parser.add_argument("--issues", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=list(CONTENDERS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        run(options.only, options)
        return
    print(f"{options.stances:,} stances, {options.actors} actors x {options.issues} issues, seed {SEED}")
    versions = {"Python": platform.python_version()} | {m.__name__: m.__version__ for m in (pd, np, nx)}
    print(", ".join(f"{name} {version}" for name, version in versions.items()))
    base = None
    for name in CONTENDERS:
        result, scale = compete(name, options), 1.0
        if result is None:
            # Work on pairs grows with the square of the number of actors: a quarter of them, sixteen times the time.
            fewer = argparse.Namespace(**{**vars(options), "actors": options.actors // 4, "rounds": 1})
            result, scale = compete(name, fewer), 16.0
            print(
                f"{name} was stopped after {PATIENCE + 60} s; next line: {fewer.actors} actors, time multiplied by 16"
            )
        if result is None:
            print(f"{name} did not finish at a quarter of the actors either")
            continue
        report(name, result, base, scale=scale)
        base = base or statistics.median(result["seconds"])


if __name__ == "__main__":
    main()
