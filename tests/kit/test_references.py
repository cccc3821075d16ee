from lantern.kit.references import ALPHABET, is_ref, new_ref


def test_references_have_their_shape_and_no_look_alikes():
    made = {new_ref() for _ in range(500)}
    assert len(made) == 500
    assert all(is_ref(ref) for ref in made)
    assert not set("01258OILZSBAEU") & set(ALPHABET)


def test_what_is_not_a_reference_is_not_one():
    assert [is_ref(x) for x in ("", "ABC", "3467CDFO", "3467CDFGH", "3467cdfg", "3467CDF\n")] == [False] * 6
