"""Recomputes a published draw with nothing but Python: `python3 verify_draw.py < draw.json`."""

import json
import sys
from hashlib import sha256

draw = json.load(sys.stdin)
value, lines = draw["randomness"]["value"], [line.split(" ") for line in draw["list"].splitlines()]
sha = lambda text: sha256(text.encode()).hexdigest()
free = {line[1]: int(line[2]) for line in lines if line[0] == "offering"}
times = {line[1]: [time.split("/") for time in line[3:]] for line in lines if line[0] == "offering"}
apart = [set(line[1:]) for line in lines if line[0] == "clash"]
clash = lambda a, b: {a, b} in apart or any(s < u and t < e for s, e in times[a] for t, u in times[b])
rank = lambda line: (int(line[4]), min(sha(f"{value}:{line[1]}:{k}") for k in range(int(line[3]))), line[1])
drawn, waiting = [], {label: [] for label in free}
for _, ticket, size, _, _, most, *wishes in sorted((line for line in lines if line[0] == "entry"), key=rank):
    drawn.append(mine := [ticket])
    for wish in wishes:
        if len(mine) <= int(most) and not any(clash(wish, held) for held in mine[1:]):
            got = free[wish] >= int(size)
            free[wish] -= got * int(size)
            (mine if got else waiting[wish]).append(wish if got else ticket)
sys.exit([sha(draw["list"]), drawn, waiting] != [draw["hash"], draw["drawn"], draw["waiting"]] and "no match")
