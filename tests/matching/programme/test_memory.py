"""Peak memory in megabytes, whatever the machine counts in."""

from lantern.matching.domain.programme.memory import peak_mb


def test_peak_of_this_process_is_some_megabytes_and_only_grows():
    before = peak_mb()
    block = bytearray(b"1" * 2**26)
    assert 10 < before <= peak_mb() < 100_000
    assert len(block) == 2**26
