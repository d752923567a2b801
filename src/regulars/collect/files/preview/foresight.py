"""What filing facts will do to people, told beforehand: the road's own pure functions, over what is stored today.

The preview of an import and the report of its run are made by this, so that they say the same.
"""

from collections import Counter
from collections.abc import Sequence

from regulars.collect.files.enums import Outcome
from regulars.unify.customers.survivorship import RecordRow, golden
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.identifiers import TYPES
from regulars.unify.facts.statement import Statement
from regulars.unify.identity.resolve import named

from .acquaintance import Acquaintance
from .alike import Known, of_one_person
from .foreseen import Foreseen, plain, said_in
from .scene import Scene
from .story import Story

NEW = Foreseen(Outcome.CREATED)


def foresee(
    statements: Sequence[Statement],
    scene: Scene,
    *,
    with_values: bool = False,
    with_updates: bool = True,
    met: Acquaintance | None = None,
) -> list[Foreseen]:
    """What each of these facts will do, in their order; those refused already are told apart by why they were.

    Facts that share an identifier or a customer must come in one call. `met` knows all their identifiers, where
    somebody has read them already. `with_values` asks for golden values, `with_updates` at least for those that change.
    """
    standing = [statement for statement in statements if not statement.refused]
    if met is None:
        met = Acquaintance(ident for statement in standing for ident in named(statement))
    foreseen = compared(standing, met, scene, with_values=with_values or with_updates)
    # Nobody else speaks of who was told already.
    left = [statement for statement in standing if id(statement) not in foreseen]
    shared = Counter(ident for statement in left for ident in named(statement))
    apart = {
        id(statement)
        for statement in left
        if all(shared[ident] == 1 and ident not in met for ident in named(statement))
    }
    foreseen |= {id(statement): alone(statement, with_values) for statement in left if id(statement) in apart}
    involved = [statement for statement in left if id(statement) not in apart]
    if with_values or any(statement.fact.kind == Kind.IDENTIFY for statement in involved):
        foreseen |= Story(involved, met.generations(shared), scene, with_values=with_values).told()
    return [settled(statement, foreseen.get(id(statement)), scene) for statement in statements]


def compared(
    statements: Sequence[Statement], met: Acquaintance, scene: Scene, *, with_values: bool
) -> dict[int, Foreseen]:
    """What those facts do, by their id(), that are about one known customer each, of whom no other speaks."""
    about = of_one_person(statements, met)
    if not about:
        return {}
    people = Known({root: len(statement.identifiers) for statement, root in about}, scene.sources)
    found = {}
    for statement, root in about:
        key = met.key_of(statement.identifiers[0])
        if change := people.change(root, key, statement, with_values=with_values):
            found[id(statement)] = Foreseen(*change)
    return found


def settled(statement: Statement, seen: Foreseen | None, scene: Scene) -> Foreseen:
    """An event is new unless it was heard before; a fact that is refused changes nothing."""
    if statement.refused == "duplicate":
        return Foreseen(Outcome.UNCHANGED)
    if statement.refused:
        return Foreseen(Outcome.REJECTED, reasons=((statement.refused, ""),))
    if statement.fact.kind == Kind.IDENTIFY and seen is not None:
        return seen
    again = any(batch not in scene.withdrawn for batch in statement.witness_of)
    outcome = Outcome.UNCHANGED if again else Outcome.CREATED
    return Foreseen(outcome) if seen is None else seen._replace(outcome=outcome)


def alone(statement: Statement, with_values: bool) -> Foreseen:
    """Nobody has heard of any identifier of this fact: it makes a customer, unless it is of a visitor and says nothing.

    A visitor of whom something is said is a customer.
    """
    is_somebody = any(not TYPES[ident.type].anonymous for ident in statement.identifiers)
    if is_somebody and not with_values:
        return NEW
    traits = said_in(statement)
    if not (is_somebody or any(said.value is not None for said in traits.values())):
        return Foreseen(Outcome.UNCHANGED)
    record = RecordRow(0, statement.source, statement.batch, statement.fact.row, traits)
    return Foreseen(Outcome.CREATED, after=plain(golden([record])))
