#!/usr/bin/env python3
"""Measure full syncs of the packaged program against the simulator, at several sizes.

For each size this starts the simulator and the program as a daemon (with a long interval), asks for
syncs with resync.flag, and takes a sync for finished when view.json has a new generation.
Three processes of the program share one data directory:

  reading everything at every sync (view.full_reread_every: 1)
    first      the sync at process start, on an empty data directory
    cold       later ones, all stacks read again
  with the shortcut (view.full_reread_every: --reread-every)
    restart    the sync at process start, on what the first process left; nothing changed
    unchanged  later ones; nothing changed
    changed    after --share of the stacks gained or lost a server
  that asks for changes, at an interval and without the flag, which asks for full lists
    restart between    the sync at process start, on what the second process left
    unchanged between  later ones; nothing changed
    changed between    after --share of the servers changed their status

A jar whose configuration does not know full_reread_every is run without it, and the table says so.
The minimal fetcher (fast.py) runs right after the cold syncs; its time is what the ratio is to.
Where a phase has several syncs (--repeat), the one with the median time counts.

Columns: requests by system, and how many of all were answered 304; the sync's time as the program
measures it (view_sync_duration_seconds), and the time from the flag (or the process start) to the
new view.json; CPU time and most memory of the program in that phase: heap before a collection (it
depends on -Xmx) and after one (closer to what is needed), resident memory. Needs /proc and a JDK 9 or newer; only this machine's loopback is used.
"""
import argparse
import json
import os
import pathlib
import platform
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
SYSTEMS = ("keystone", "nova", "heat", "cinder", "neutron", "concertim", "killbill")
GENERATION = re.compile(rb'"generation"\s*:\s*(\d+)')
DURATION = re.compile(r'^view_sync_duration_seconds_(sum|count)\{.*"stored".*\} (\S+)$', re.M)
COLLECTION = re.compile(r"Pause .* (\d+)([KMG])->(\d+)([KMG])\(\d+[KMG]\)")
MEGABYTES = {"K": 1 / 1024, "M": 1, "G": 1024}
CONFIG = """\
log_level: INFO
cloud_type: openstack
billing_platform: killbill
concertim:
  concertim_url: {concertim[url]}
  concertim_username: {concertim[login]}
  concertim_password: {concertim[password]}
openstack:
  auth_url: {openstack[auth_url]}
  username: {openstack[username]}
  password: {openstack[password]}
  project_id: {openstack[project_id]}
  user_domain_name: Default
  project_domain_name: Default
killbill:
  api_host: {killbill[url]}
  username: {killbill[username]}
  password: {killbill[password]}
  apikey: {killbill[apikey]}
  apisecret: {killbill[apisecret]}
  plan_name: openstack-standard-monthly
view:
  source_deadline: 1h
  management: "127.0.0.1:{management}"
"""


class Failed(Exception):
    """What ends the benchmark, in words."""


def wait(what, seconds, done):
    """Waits until done() is true; done raises if there is nothing to wait for any more."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            raise Failed("%s: not after %d s" % (what, seconds))
        time.sleep(0.005)


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def stop(process):
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Simulator:
    def __init__(self, size, args, log):
        self.port = free_port()
        projects, stacks, servers = size
        command = [sys.executable, str(HERE / "sim.py"), "--quiet", "--port", str(self.port)]
        command += ["--projects", str(projects), "--stacks-per-project", str(stacks)]
        command += ["--servers-per-stack", str(servers), "--latency-ms", str(args.latency_ms)]
        command += ["--concertim-populated", str(args.populated), "--gzip", args.gzip]
        command += [] if args.in_progress else ["--at-rest"]
        self.process = subprocess.Popen(command + args.sim_args.split(), stdout=log, stderr=log)

    def ready(self):
        def answers():
            if self.process.poll() is not None:
                raise Failed("the simulator ended with %d" % self.process.returncode)
            try:
                self.ask("config")
                return True
            except OSError:
                return False

        wait("the simulator", 300, answers)

    def ask(self, what, body=None):
        data = None if body is None else json.dumps(body).encode()
        url = "http://127.0.0.1:%d/_sim/%s" % (self.port, what)
        with urllib.request.urlopen(urllib.request.Request(url, data=data), timeout=60) as answer:
            return json.load(answer)


class Program:
    """One process of the program, watched through its files, metrics, collections and /proc."""

    def __init__(self, args, folder, config, management, name):
        log = folder / "log" / name
        log.mkdir(parents=True)
        self.data = folder / "data"
        self.data.mkdir(exist_ok=True)
        self.gc = folder / ("%s.gc" % name)
        self.err = folder / ("%s.err" % name)
        self.timeout = args.timeout
        self.mark = 0
        self.metrics = "http://127.0.0.1:%d/metrics" % management
        self.syncs, self.seconds = 0, 0.0
        self.generation = self.stored()
        command = [args.java, *args.java_args.split(), "-Xmx" + args.heap]
        command += ["-Xlog:gc:file=%s:uptime:filecount=0" % self.gc, "-jar", str(args.jar)]
        command += ["--process=view_sync", "--config", str(config)]
        command += ["--data-dir", str(self.data), "--log-dir", str(log)]
        command += args.program_args.split()
        self.asked = time.monotonic()
        with open(self.err, "wb") as err:
            self.process = subprocess.Popen(command, stdout=err, stderr=err)
        self.cpu = 0.0

    def ask(self, flag=True):
        self.cpu = self.cpu_seconds()
        self.forget_peak()
        self.asked = time.monotonic()
        if flag:
            (self.data / "resync.flag").touch()

    def synced(self):
        """Waits for the next stored generation, and until its time is counted."""

        def is_stored():
            if self.process.poll() is not None:
                raise Failed("the program ended: " + self.err.read_text()[-2000:])
            if "OutOfMemoryError" in self.err.read_text():
                raise Failed("the program ran out of memory, see %s" % self.err)
            return self.stored() > self.generation

        wait("a sync", self.timeout, is_stored)
        took = time.monotonic() - self.asked
        wait("the time of a sync", 60, lambda: self.durations()[0] > self.syncs)
        start = self.seconds
        self.syncs, self.seconds = self.durations()
        self.generation = self.stored()
        view = json.loads((self.data / "view.json").read_bytes())
        broken = [s["reason"] for s in view["sources"].values() if not s["complete"]]
        if broken:
            raise Failed("a source was not read: %s" % broken)
        before, after = self.heap()
        return {
            "generation": self.generation,
            "logged_s": round(self.seconds - start, 3),
            "flag_to_stored_s": round(took, 3),
            "cpu_s": round(self.cpu_seconds() - self.cpu, 2),
            "heap_peak_mb": before,
            "heap_after_gc_mb": after,
            "rss_peak_mb": self.rss_peak(),
            "racks": len(view["racks"]),
            "devices": len(view["devices"]),
            "left_out": sum(p["effect"] == "left_out" for p in view["problems"]),
        }

    def stored(self):
        """The generation of view.json, which is near its beginning; 0 where there is none."""
        try:
            with open(self.data / "view.json", "rb") as view:
                return int(GENERATION.search(view.read(200)).group(1))
        except FileNotFoundError:
            return 0

    def durations(self):
        """How many syncs this process has stored, and how long they took together, in s."""
        with urllib.request.urlopen(self.metrics, timeout=60) as answer:
            found = dict(DURATION.findall(answer.read().decode()))
        return int(float(found.get("count", 0))), float(found.get("sum", 0))

    def heap(self):
        """Most heap in use before and after the collections since the last call, in MB."""
        with open(self.gc) as log:
            log.seek(self.mark)
            pauses = COLLECTION.findall(log.read())
            self.mark = log.tell()
        info = self.jcmd("GC.heap_info")
        used = [int(kb) / 1024 for kb in re.findall(r" total \d+K, used (\d+)K", info)]
        before = [int(n) * MEGABYTES[u] for n, u, _, _ in pauses] + [sum(used)]
        after = [int(n) * MEGABYTES[u] for _, _, n, u in pauses]
        return round(max(before)), round(max(after)) if after else None

    def live(self):
        """Heap that is still reachable when nothing runs, in MB."""
        self.jcmd("GC.run")
        last = COLLECTION.findall(self.gc.read_text())[-1]
        return round(int(last[2]) * MEGABYTES[last[3]])

    def jcmd(self, command):
        """What the JVM says; nothing where only a JRE is installed."""
        if shutil.which("jcmd") is None:
            return ""
        done = subprocess.run(
            ["jcmd", str(self.process.pid), command], stdout=subprocess.PIPE, text=True
        )
        return done.stdout

    def cpu_seconds(self):
        fields = (
            pathlib.Path("/proc/%d/stat" % self.process.pid).read_text().rsplit(")", 1)[1].split()
        )
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def forget_peak(self):
        try:
            pathlib.Path("/proc/%d/clear_refs" % self.process.pid).write_text("5")
        except OSError:
            pass  # then the peak is that since the process started

    def rss_peak(self):
        status = pathlib.Path("/proc/%d/status" % self.process.pid).read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) // 1024


def configured(simulator, folder, name, management, every, rests, between):
    text = CONFIG.format(**simulator.ask("config")["credentials"], management=management)
    text += "  interval: %s\n" % ("5s" if between else "24h")
    if between:
        text += "  full_lists_every: 24h\n"
    if every:
        text += "  full_reread_every: %d\n" % every
    if rests:
        text += "  load: {concertim: 1, openstack: 1, killbill: 1}\n"
    file = folder / ("%s.yaml" % name)
    file.write_text(text)
    return file


def knows(jar, key):
    with zipfile.ZipFile(jar) as files:
        return b'"%s"' % key.encode() in files.read("config.schema.json")


def measured(simulator, phase, sync):
    row = dict(sync(), phase=phase)
    stats = simulator.ask("stats")
    row["requests"] = {name: stats["by_system"].get(name, 0) for name in SYSTEMS}
    row["total"] = stats["requests"]
    row["not_modified"] = stats["by_status"].get("304", 0)
    row["sent_mb"] = round(stats["bytes_out"] / 1e6, 2)
    row["at_once"] = stats["max_concurrent"]
    row["by_pattern"] = stats["by_pattern"]
    print("%s: %d requests, %.2f s" % (phase, row["total"], row["logged_s"]), file=sys.stderr)
    return row


def median(rows):
    ordered = sorted(rows, key=lambda row: row["logged_s"])
    chosen = dict(ordered[(len(ordered) - 1) // 2])
    chosen["all_logged_s"] = [row["logged_s"] for row in rows]
    for most in ("heap_peak_mb", "heap_after_gc_mb", "rss_peak_mb"):
        chosen[most] = max((row[most] for row in rows if row[most] is not None), default=None)
    return chosen


def fetch(simulator, args):
    runs = []
    for _ in range(args.repeat):
        done = subprocess.run(
            [sys.executable, str(HERE / "fast.py"), str(simulator.port), "32"],
            stdout=subprocess.PIPE,
            check=True,
        )
        runs.append(json.loads(done.stdout))
    wall = statistics.median_low([run["wall_s"] for run in runs])
    return next(run for run in runs if run["wall_s"] == wall)


def bench(size, args, folder, running):
    folder.mkdir(parents=True)
    with open(folder / "sim.log", "wb") as log:
        simulator = Simulator(size, args, log)
    running.append(simulator.process)
    simulator.ready()
    shortcut = knows(args.jar, "full_reread_every")
    result = {
        "projects": size[0],
        "stacks": size[0] * size[1],
        "servers": size[0] * size[1] * size[2],
        "latency_ms": args.latency_ms,
        "heap": args.heap,
        "size": simulator.ask("config")["size"],
        "shortcut": shortcut,
        "phases": [],
    }

    def again(flag):
        simulator.ask("reset", {})
        program.ask(flag)
        return program.synced()

    def phase(name, before=lambda: None, flag=True):
        rows = []
        for _ in range(args.repeat):
            before()
            rows.append(measured(simulator, name, lambda: again(flag)))
        result["phases"].append(median(rows))

    def started(name, every, between=False):
        management = free_port()
        rests = knows(args.jar, "load")
        config = configured(simulator, folder, name, management, every, rests, between)
        simulator.ask("reset", {})
        process = Program(args, folder, config, management, name)
        running.append(process.process)
        return process

    program = started("rereading", 1 if shortcut else 0)
    result["phases"].append(measured(simulator, "first", program.synced))
    phase("cold")
    result["minimal"] = fetch(simulator, args)
    result["live_mb"] = program.live()
    stop(program.process)

    program = started("shortcut", args.reread_every if shortcut else 0)
    result["phases"].append(measured(simulator, "restart", program.synced))
    phase("unchanged")
    phase("changed", lambda: simulator.ask("mutate", {"op": "touch_stacks", "share": args.share}))
    stop(program.process)

    if knows(args.jar, "full_lists_every"):
        program = started("between", args.reread_every, between=True)
        result["phases"].append(measured(simulator, "restart between", program.synced))
        phase("unchanged between", flag=False)
        changes = [
            {"op": "server_status", "nth": 97 * n, "vm_state": ("stopped", "active")[n % 2]}
            for n in range(max(1, round(args.share * result["servers"])))
        ]
        phase("changed between", lambda: simulator.ask("mutate", changes), flag=False)
        stop(program.process)
    stop(simulator.process)
    for row in result["phases"]:
        row["ratio"] = round(row["logged_s"] / result["minimal"]["wall_s"], 2)
    result["files_mb"] = {
        name: round((folder / "data" / name).stat().st_size / 1e6, 1)
        for name in ("view.json", "view.pickle", "layers.jsonl")
    }
    return result


def table(results):
    """The measurements as one Markdown table, and what has to be said with it."""
    head = ["stacks", "servers", "phase", "requests", *SYSTEMS, "304", "sync s", "from flag s"]
    head += ["ratio", "CPU s", "heap MB", "after GC MB", "RSS MB"]
    rows = []
    for result in results:
        size = [result["stacks"], result["servers"]]
        for row in result["phases"]:
            cells = size + [row["phase"], row["total"], *row["requests"].values()]
            cells += [
                row["not_modified"],
                "%.2f" % row["logged_s"],
                "%.2f" % row["flag_to_stored_s"],
            ]
            cells += ["%.1f" % row["ratio"], "%.1f" % row["cpu_s"], row["heap_peak_mb"]]
            rows.append(cells + [row["heap_after_gc_mb"] or "", row["rss_peak_mb"]])
        fast = result["minimal"]
        cells = size + ["minimal fetcher", fast["calls"]] + [""] * (len(SYSTEMS) + 1)
        cells += ["%.2f" % fast["wall_s"], "", "1.0", "%.1f" % fast["cpu_s"], "", ""]
        rows.append(cells + [round(fast["rss_mb"])])
    rows = [[str(cell) for cell in row] for row in rows]
    width = [max(len(row[i]) for row in [head] + rows) for i in range(len(head))]
    lines = [head, ["-" * w for w in width]] + rows
    text = "\n".join(
        "| " + " | ".join(cell.ljust(w) for cell, w in zip(line, width)) + " |" for line in lines
    )
    notes = [
        "%d stacks: view of %d devices; %s; live heap after the cold syncs %s MB"
        % (
            result["stacks"],
            result["phases"][-1]["devices"],
            ", ".join("%s %s MB" % file for file in result["files_mb"].items()),
            result["live_mb"],
        )
        for result in results
    ]
    if not all(result["shortcut"] for result in results):
        notes.append("this program reads everything at every sync: it knows no full_reread_every")
    return text + "\n\n" + "\n".join("* " + note for note in notes) + "\n"


def environment(args):
    java = subprocess.run([args.java, "-version"], stderr=subprocess.PIPE, text=True).stderr
    return {
        "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "java": java.splitlines()[0],
        "system": platform.release(),
        "latency_ms": args.latency_ms,
        "heap": args.heap,
        "populated": args.populated,
        "gzip": args.gzip,
        "share": args.share,
        "repeat": args.repeat,
    }


def sizes(text):
    return [tuple(int(n) for n in size.split("x")) for size in text.split(",")]


def parsed():
    parser = argparse.ArgumentParser(
        formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__
    )
    option = parser.add_argument
    option(
        "--sizes",
        type=sizes,
        default="5x2x10,20x5x20,50x10x20",
        help="projects x stacks per project x servers per stack, comma between sizes",
    )
    option("--latency-ms", type=float, default=20, help="delay of every answer (20)")
    option("--heap", default="768m", help="-Xmx of the program (768m)")
    option("--repeat", type=int, default=3, help="syncs per phase, and runs of fast.py (3)")
    option("--share", type=float, default=0.01, help="share of stacks changed (0.01)")
    option("--reread-every", type=int, default=1000, help="full_reread_every of the shortcut")
    option("--populated", type=float, default=1.0, help="share of stacks the portal shows (1)")
    option("--in-progress", action="store_true", help="every 20th stack is in progress for ever")
    option("--gzip", default="all", help="which systems may send gzip (sim.py --gzip)")
    option("--sim-args", default="", help="further options of sim.py")
    option("--java", default="java")
    option(
        "--java-args",
        default="-XX:TieredStopAtLevel=1",
        help="options of the JVM (--java-args=-XX:TieredStopAtLevel=1, as the services have)",
    )
    option(
        "--program-args", default="", help="further options of the program, such as --routes DIR"
    )
    option("--jar", type=pathlib.Path, default=ROOT / "target" / "concertim-view.jar")
    option("--timeout", type=float, default=1800, help="longest wait for one sync, in s")
    option("--markdown", type=pathlib.Path, metavar="FILE", help="write the table there")
    option("--json", type=pathlib.Path, metavar="FILE", help="write every figure there")
    option(
        "--keep", type=pathlib.Path, metavar="DIR", help="leave logs and data there, a new folder"
    )
    return parser.parse_args()


def main():
    args = parsed()
    if not args.jar.exists():
        sys.exit("bench.py: no %s: build it with ./mvnw package -DskipTests" % args.jar)
    folder = args.keep or pathlib.Path(tempfile.mkdtemp(prefix="view-bench-"))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    running, results = [], []
    failure = None
    try:
        for number, size in enumerate(args.sizes):
            results.append(bench(size, args, folder / str(number), running))
    except Failed as why:
        failure = "bench.py: %s (see %s)" % (why, folder)
    finally:
        for process in running:
            stop(process)
    print(table(results))
    if args.markdown:
        args.markdown.write_text(table(results))
    if args.json:
        document = {"environment": environment(args), "results": results}
        args.json.write_text(json.dumps(document, indent=1) + "\n")
    if failure:
        sys.exit(failure)
    if not args.keep:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
