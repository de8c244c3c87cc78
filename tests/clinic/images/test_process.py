"""The process that opens pictures: how much it may use, and what its end means."""

import resource
import subprocess

import pytest

from clinic.images import child, process
from tests.clinic.images import files


def test_fault_12_large_picture_is_opened_within_the_limit():
    answer, made = process.run_child("convert", files.png(8000, 5000, 8, 6))
    assert answer["size"] == [4000, 2500]
    assert made


def test_fault_12_process_limits_itself(monkeypatch):
    asked = {}
    monkeypatch.setattr(resource, "setrlimit", lambda what, most: asked.update({what: most}))
    child.limit_resources()
    assert asked[resource.RLIMIT_AS] == (512 * 1024 * 1024,) * 2
    assert asked[resource.RLIMIT_CPU] == (30, 30)


@pytest.mark.parametrize(
    "end",
    [subprocess.TimeoutExpired("child", 30), subprocess.CalledProcessError(-9, "child")],
    ids=["takes too long", "is killed"],
)
def test_fault_12_process_that_does_not_answer_is_a_refusal(monkeypatch, end):
    def run(*args, **options):
        assert options["timeout"] == 30
        raise end

    monkeypatch.setattr(process.subprocess, "run", run)
    with pytest.raises(child.RefusedError, match="work"):
        process.run_child("convert", b"")
    monkeypatch.undo()
    assert process.run_child("convert", files.png(3, 3))[1]  # its turn was given back


def test_fault_12_memory_that_runs_out_is_a_refusal(monkeypatch):
    monkeypatch.setitem(child.ACTIONS, "convert", _out_of_memory)
    assert b'"work"' in child.run_job(b'{"act": "convert"}\n')


def _out_of_memory(data, job):
    raise MemoryError


def test_fault_12_process_knows_none_of_our_keys(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "a secret")
    assert set(process.ENVIRONMENT) == {"PATH", "LANG", "MALLOC_ARENA_MAX"}
