"""What the Python peers have in common: the protocol of ../src/systems.ts, over standard input and output.

A line of JSON asks for a turn of one work: {"kind": "dcgan", "options": {...}, "turnMs": 200}. The answer is a line too: {"ms": [...]}, the
milliseconds of each repetition, of which there is one at least; or {"missing": "why"} where the peer cannot do the work.
"""

import json
import resource
import sys
import time


def serve(about, makers):
    """makers: for each kind of work, a function of its options that returns one repetition, a function whose result is there when it returns; or,
    where it may be done in several ways, a function that makes one for each of them, by what the tables say of it."""
    print(json.dumps({"ready": about}), flush=True)
    current, repeat, how = None, None, None
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["kind"] == "memory":
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            answer = {"bytes": peak * (1 if sys.platform == "darwin" else 1024)}
        elif asked["kind"] not in makers:
            answer = {"missing": f"{asked['kind']} is not written for it"}
        else:
            work = (asked["kind"], json.dumps(asked["options"]))
            if work != current:
                current, repeat = None, None  # what the last work kept is freed first
                repeat, how = choose(makers[asked["kind"]](**asked["options"]), asked["turnMs"])
                current = work
            answer = {"ms": turn(repeat, asked["turnMs"]), **({"how": how} if how else {})}
        print(json.dumps(answer), flush=True)


def choose(made, budget):
    """The fastest of several ways, by its best time in a turn of each after two uncounted repetitions. The first way where no time is given for a turn."""
    if not isinstance(made, dict):
        return made, None
    if budget == 0:
        return next(iter(made.values()))(), None
    best = None
    for how, make in made.items():
        repeat = make()
        turn(repeat, 0), turn(repeat, 0)
        ms = min(turn(repeat, budget))
        if best is None or ms < best[0]:
            best = ms, repeat, how
    return best[1:]


def turn(repeat, budget):
    times = []
    while not times or sum(times) < budget:
        begin = time.perf_counter()
        repeat()
        times.append((time.perf_counter() - begin) * 1e3)
    return times
