from regulars.unify.facts.fact import Fact, decode_facts, encode, raw


def test_fact_with_empty_objects_is_read_back_as_it_was_written() -> None:
    fact = Fact("identify", "m1", 1, traits=raw({}), properties=raw({}), context=raw({}))

    (read,) = decode_facts(encode([fact]))

    assert (read, bytes(read.traits)) == (fact, b"")
