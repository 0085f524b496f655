"""One operation of each sort, in an order in which each makes sense: for tests that try every call of each."""
from operations import Ingest, Reconcile, ReleaseCreate, ReleaseStep, Supersede, Withdraw


def one_of_each(files):
    """Functions of the state before: the first creates the store, the later ones find the state that the earlier left."""
    first, second = files[0], files[1]
    slots = {file.slot for file in first}
    newer = [file for file in second if file.slot in slots]
    yield lambda _: Ingest(first[:2])
    yield lambda _: Ingest(first[2:])
    yield lambda _: Supersede(newer[:3])
    yield lambda state: Withdraw(newer[0].identity, state.ids[newer[0].identity])
    yield lambda _: Reconcile()
    yield lambda _: ReleaseCreate()
    for verb in ("approve", "publish", "withdraw"):
        yield lambda state, verb=verb: ReleaseStep(verb, state.names[state.releases[-1][:2]])
