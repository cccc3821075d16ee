"""The claim's life as a page: drawn from the table of moves, so that it cannot say anything else."""

from lantern.remuneration.domain.claims import MOVES, OWNERS, ClaimState, mover


def drawn() -> str:
    """docs/develop/claim.md: a state diagram, and the same as two tables."""
    arrows = [f"    {was} --> {now}: {action} ({mover(was, action)})" for (was, action), now in MOVES.items()]
    ends = [f"    {state} --> [*]" for state in ClaimState if not any(was is state for was, _action in MOVES)]
    owners = [f"| {state.label} | `{state}` | {OWNERS[state].label} |" for state in ClaimState]
    moves = [
        f"| {was.label} | {action} | {now.label} | {mover(was, action).label} |" for (was, action), now in MOVES.items()
    ]
    return "\n".join(
        [
            "# A claim's life",
            "",
            "Drawn by `./lantern manage claims diagram` from `remuneration/domain/claims.py`; `./lantern check`",
            "fails where the two differ. Do not edit this page.",
            "",
            "```mermaid",
            "stateDiagram-v2",
            "    [*] --> drafted",
            *arrows,
            *ends,
            "```",
            "",
            "| State | Code | Whose move it is |",
            "|---|---|---|",
            *owners,
            "",
            "| From | Act | To | Who |",
            "|---|---|---|---|",
            *moves,
            "",
        ]
    )
