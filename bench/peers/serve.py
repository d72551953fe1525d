"""What the Python peers have in common: the protocol of ../src/systems.ts, over standard input and output.

A line of JSON asks for a turn of one work: {"kind": "dcgan", "options": {...}, "turnMs": 200}. The answer is a line too: {"ms": [...]}, the
milliseconds of each repetition, of which there is one at least; or {"missing": "why"} where the peer cannot do the work.
"""

import json
import resource
import sys
import time


def serve(about, makers):
    """makers: for each kind of work, a function of its options that returns one repetition, a function whose result is there when it returns."""
    print(json.dumps({"ready": about}), flush=True)
    current, repeat = None, None
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
                current, repeat = work, makers[asked["kind"]](**asked["options"])
            answer = {"ms": turn(repeat, asked["turnMs"])}
        print(json.dumps(answer), flush=True)


def turn(repeat, budget):
    times = []
    while not times or sum(times) < budget:
        begin = time.perf_counter()
        repeat()
        times.append((time.perf_counter() - begin) * 1e3)
    return times
