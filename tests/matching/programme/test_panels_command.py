import json
import os
import signal
import stat
import subprocess
import sys
import time

import pytest
from django.core.management import CommandError, call_command

from lantern.matching.domain.programme import instance
from tests.matching.programme.test_checker import PROGRAMME

SMALL = {
    "experts": [{"id": "E1", "roles": ["expert", "chair"], "levels": {"community:kurdish": "lived"}}],
    "reviews": [{"id": "R1", "seats": 2, "needs": [{"tag": "community:kurdish"}]}],
}


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "instance.json"
    path.write_text(json.dumps(SMALL), encoding="utf-8")
    return path


def test_solve_writes_a_result_that_check_passes(tmp_path, capsys):
    at, out = tmp_path / "programme.json", tmp_path / "result.json"
    at.write_text(instance.write(PROGRAMME), encoding="utf-8")
    call_command("panels", "solve", str(at), "--seconds", "10", "--out", str(out))
    found = json.loads(out.read_text(encoding="utf-8"))
    assert (found["checker"], found["stopped_early"], found["seed"]) == ({"breaches": 0}, False, 1)
    assert [t["name"] for t in found["tiers"] if not t["proven"]] == []
    assert sorted(p.name for p in tmp_path.iterdir()) == ["programme.json", "result.json"]
    said = capsys.readouterr()
    assert said.out == ""
    assert f"{len(found['assignments'])} seats in" in said.err
    call_command("panels", "check", str(at), str(out))
    assert capsys.readouterr().out.startswith(f"{len(found['assignments'])} seats, no breach.")


def test_solve_writes_to_standard_output(small, capsys):
    call_command("panels", "solve", str(small), "--seconds", "5")
    assert json.loads(capsys.readouterr().out)["assignments"] == [{"review": "R1", "expert": "E1", "role": "expert"}]


def test_the_same_seed_gives_the_same_panels(tmp_path):
    at, panels = tmp_path / "programme.json", []
    at.write_text(instance.write(PROGRAMME), encoding="utf-8")
    for name in ("one", "two"):
        call_command("panels", "solve", str(at), "--seconds", "10", "--seed", "3", "--out", str(tmp_path / name))
        found = json.loads((tmp_path / name).read_text(encoding="utf-8"))
        panels.append((found["assignments"], [(t["value"], t["bound"]) for t in found["tiers"]]))
    assert panels[0] == panels[1]


def test_check_says_every_breach(small, tmp_path):
    result = tmp_path / "result.json"
    result.write_text('{"assignments": [{"review": "R1", "expert": "E1", "role": "chair"}]}', encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        call_command("panels", "check", str(small), str(result))
    assert (str(refused.value), refused.value.returncode) == (
        "1 breaches:\nE1 in R1: this review wants no chair",
        4,
    )


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("", "This cannot be read:\nThe file is not JSON: Expecting value at line 1, column 1."),
        ('{"experts": []}', "This cannot be read:\nThe file lacks reviews (an empty list says that there are none)."),
    ],
)
def test_an_instance_that_is_none_is_refused_in_words(tmp_path, written, sentence):
    at, out = tmp_path / "instance.json", tmp_path / "result.json"
    at.write_text(written, encoding="utf-8")
    out.write_text("the last good one", encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        call_command("panels", "solve", str(at), "--out", str(out))
    assert (str(refused.value), refused.value.returncode) == (sentence, 1)
    assert out.read_text(encoding="utf-8") == "the last good one"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--seconds", "0"), "--seconds must be more than 0 and at most 86400."),
        (("--seconds", "nan"), "--seconds must be more than 0 and at most 86400."),
        (("--seed", "-1"), "--seed must be from 0 to 2147483647."),
        (("--out", "no/such/folder/result.json"), "There is no folder for the result: no/such/folder"),
    ],
)
def test_options_that_make_no_sense_are_refused(small, options, sentence):
    with pytest.raises(CommandError) as refused:
        call_command("panels", "solve", str(small), *options)
    assert str(refused.value) == sentence


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError) as refused:
        call_command("panels", "solve", str(tmp_path / "none.json"))
    assert str(refused.value) == f"{tmp_path / 'none.json'} cannot be read: No such file or directory."


def test_a_result_that_cannot_be_written_leaves_nothing_behind(small, tmp_path):
    (tmp_path / "result.json").mkdir()
    with pytest.raises(CommandError) as refused:
        call_command("panels", "solve", str(small), "--seconds", "5", "--out", str(tmp_path / "result.json"))
    assert str(refused.value) == f"{tmp_path / 'result.json'} cannot be written: Is a directory."
    assert sorted(p.name for p in tmp_path.iterdir()) == ["instance.json", "result.json"]


def test_a_result_is_for_its_owner_only(small, tmp_path):
    call_command("panels", "solve", str(small), "--seconds", "5", "--out", str(tmp_path / "result.json"))
    assert stat.S_IMODE((tmp_path / "result.json").stat().st_mode) == 0o600


def hard_to_finish():
    """Enough reviews and people that a minute is not too short."""
    tags = [f"community:c{i}" for i in range(30)]
    people = [
        {
            "id": f"E{i:03}",
            "roles": ["expert", "chair"],
            "levels": {tags[(i * k) % 30]: "lived" if (i + k) % 3 else "professional" for k in (1, 7, 11, 13)},
            "max_reviews": 1 + i % 2,
            "rate_pence": 20_000 + 37 * i,
        }
        for i in range(150)
    ]
    reviews = [
        {
            "id": f"R{i:02}",
            "seats": 3,
            "chair": True,
            "expert_days": 1 + i % 3,
            "chair_days": 4,
            "needs": [{"tag": tags[(i * k + k) % 30], "weight": 1 + k % 5} for k in (1, 7, 11, 13, 17)],
        }
        for i in range(80)
    ]
    for review in reviews:
        review["needs"] = list({need["tag"]: need for need in review["needs"]}.values())
    return {"experts": people, "reviews": reviews}


@pytest.mark.slow
def test_ctrl_c_writes_the_best_so_far(tmp_path):
    at, out = tmp_path / "instance.json", tmp_path / "result.json"
    at.write_text(json.dumps(hard_to_finish()), encoding="utf-8")
    command = [sys.executable, "-m", "django", "panels", "solve", str(at), "--seconds", "300", "--out", str(out)]
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "lantern.config.settings"}
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True) as running:
        time.sleep(6)
        running.send_signal(signal.SIGINT)
        said = running.communicate(timeout=60)[1]
    assert (running.returncode, "Stopped before the end: this is the best plan so far." in said) == (130, True)
    assert json.loads(out.read_text(encoding="utf-8"))["stopped_early"] is True
    call_command("panels", "check", str(at), str(out))
