"""A primary is killed, hangs, is cut off and runs full: what was acknowledged is kept, no answer is
wrong, readers are served throughout, and writers again within seconds, with no restart of ours."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from tests.conftest import FULL
from tests.failover.hosts import ENTRY, Browser, Publisher, Traffic, read_health, serving
from tests.failover.pair import Pair, until
from tests.relay import Relay
from tests.web.people import account, site_of

pytestmark = pytest.mark.skipif(
    not FULL, reason="two servers, two hosts and minutes: in the full run"
)

KILLS = int(os.environ.get("GRANNAR_KILLS", "20"))
WITHIN = 10.0
EMAIL = "kari@eksempelvik.example"


@contextmanager
def running(pair: Pair, folder: Path, addresses: tuple[str, str]) -> Iterator[Traffic]:
    """Two hosts, each with the address that it knows the servers by, and traffic at both."""
    publisher = Publisher(pair, folder)
    account(publisher.app, "Kari", "coordinator", "eksempelvik")
    assert publisher.publish()
    with ExitStack() as stack:
        hosts = tuple(
            stack.enter_context(
                serving(name, folder / name, DATABASE_URL=address, DATABASE_READ_URL=address)
            )
            for name, address in zip(("nord", "sør"), addresses, strict=True)
        )
        traffic = Traffic(hosts, EMAIL, publisher)
        traffic.begin()
        try:
            yield traffic
        finally:
            traffic.end()
            site_of(publisher.app).database.close()


def publish(traffic: Traffic) -> None:
    """Publish, and see it at every host: no page shows what was before."""
    if traffic.publisher.publish():
        traffic.published = traffic.publisher.number


def report(traffic: Traffic, what: str) -> None:
    """Say what was met, and that nothing of it was wrong."""
    traffic.end()
    seen = traffic.seen
    print(f"\n{what}")
    for who in sorted(seen.statuses):
        print(f"  {who}: {dict(seen.statuses[who])}, longest {seen.longest[who]:.2f} s")
    kept = traffic.publisher.list_titles()
    lost = {title: at for title, at in seen.acknowledged.items() if title not in kept}
    print(f"  acknowledged: {len(seen.acknowledged)}, lost: {len(lost)}, wrong: {len(seen.wrong)}")
    assert lost == {}
    assert seen.wrong == []
    for host in traffic.hosts:
        # Each index has followed by itself.
        until(lambda host=host: read_health(host).get("index_behind") == 0)
        assert host.master.poll() is None
        assert "Traceback" not in host.log.read_text(), host.log.read_text()[-3000:]


def test_a_primary_that_is_killed_again_and_again_loses_nothing(
    pair: Pair, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = pair.address()
    with capsys.disabled(), running(pair, tmp_path, (address, address)) as traffic:
        slowest = 0.0
        for number in range(1, KILLS + 1):
            publish(traffic)
            time.sleep(0.5)
            pair.primary.kill(signal.SIGKILL)
            killed_at = time.monotonic()
            # Some of the times there is no primary for a while.
            time.sleep((0.0, 0.5, 2.0)[number % 3])
            pair.fail_over()
            promoted_at = time.monotonic()
            took = traffic.wait_for_writing(promoted_at, WITHIN + 5)
            print(
                f"\nkill {number}: no primary for {promoted_at - killed_at:.2f} s, "
                f"first write after promotion {took}",
                end="",
                flush=True,
            )
            assert len(took) == 2, "a host does not write again"
            slowest = max(slowest, *took.values())
            publish(traffic)
            pair.rebuild()
        report(traffic, f"{KILLS} kills, slowest first write {slowest:.2f} s")
        assert slowest < WITHIN


def test_a_primary_that_hangs_is_left(
    pair: Pair, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = pair.address()
    with capsys.disabled(), running(pair, tmp_path, (address, address)) as traffic:
        publish(traffic)
        time.sleep(1)
        hanging = pair.primary
        hanging.kill(signal.SIGSTOP)
        try:
            pair.fail_over()
            promoted_at = time.monotonic()
            took = traffic.wait_for_writing(promoted_at, WITHIN + 5)
            publish(traffic)
            time.sleep(2)
        finally:
            hanging.kill(signal.SIGKILL)
        report(traffic, f"A primary that hangs: first write after promotion {took}")
        assert len(took) == 2
        assert max(took.values()) < WITHIN


def test_a_host_that_is_cut_off_serves_what_it_can_and_comes_back(
    pair: Pair, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    relays = {server: Relay(server.port) for server in pair.servers}
    hosts = ",".join(f"127.0.0.1:{relays[server].port}" for server in pair.servers)
    through = f"postgresql://grannar@{hosts}/site"
    with capsys.disabled(), running(pair, tmp_path, (through, pair.address())) as traffic:
        cut, whole = traffic.hosts
        publish(traffic)
        time.sleep(1)
        # From the primary alone: its readers are served by the standby.
        relays[pair.primary].cut()
        time.sleep(12)
        assert read_health(cut)["database"] == "away"
        assert Browser(cut).get(ENTRY)[0] == 200
        relays[pair.primary].mend()
        mended_at = time.monotonic()
        from_one = traffic.wait_for_writing(mended_at, WITHIN + 5)
        # From both: it says so, and the other host serves all.
        traffic.cut_off.add(cut.name)
        for relay in relays.values():
            relay.cut()
        time.sleep(8)
        until(lambda: read_health(cut) == {"ready": False, "database": "away"}, 40)
        assert read_health(whole)["ready"]
        for relay in relays.values():
            relay.mend()
        mended_at = time.monotonic()
        from_both = traffic.wait_for_writing(mended_at, WITHIN + 5)
        until(lambda: Browser(cut).get(ENTRY)[0] == 200, WITHIN)
        publish(traffic)
        time.sleep(2)
        report(traffic, f"Cut off: first write after {from_one} and {from_both}")
        assert len(from_one) == len(from_both) == 2
        assert max(*from_one.values(), *from_both.values()) < WITHIN
    for relay in relays.values():
        relay.close()


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of 40 MB that is the server's."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("Nothing can be mounted here; test_database.py fills an SQLite file.")
    try:
        shutil.chown(folder, "postgres")
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_stops_writers_alone_until_there_is_room(
    pair: Pair, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pair.primary.ask("ALTER SYSTEM SET synchronous_standby_names = ''")
    pair.primary.ask("SELECT pg_reload_conf()")
    pair.standby.kill()
    address = f"postgresql://grannar@127.0.0.1:{pair.primary.port}/site"
    # What fills is the database's disk; where its log fills, PostgreSQL ends itself.
    with small_disk(pair.primary.home / "small") as disk, capsys.disabled():
        pair.primary.ask(f"CREATE TABLESPACE small LOCATION '{disk}'")
        pair.primary.ask("ALTER DATABASE site SET TABLESPACE small")
        writers = ("writer at nord", "writer at sør")
        with running(pair, tmp_path, (address, address)) as traffic:
            time.sleep(1)
            with (disk / "filling").open("wb", buffering=0) as filling:
                with suppress(OSError):
                    while True:
                        filling.write(bytes(4096))
                # Until the pages that tables have left are full as well.
                until(lambda: min(traffic.seen.statuses[who][503] for who in writers) > 5, 60)
                time.sleep(3)
            (disk / "filling").unlink()
            freed_at = time.monotonic()
            took = traffic.wait_for_writing(freed_at, WITHIN + 5)
            publish(traffic)
            time.sleep(1)
            report(traffic, f"A full disk: first write after there is room {took}")
            for host in traffic.hosts:
                assert "could not extend file" in host.log.read_text()
            assert len(took) == 2
            assert max(took.values()) < WITHIN
