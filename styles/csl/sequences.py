"""Elements one after the other, groups and `cs:choose`, planned once for each shape of reference.

Which elements can print follows from what a reference is and has (see `presence`). At its first
use for a shape a sequence makes a plan: the elements that may print, those of decided branches
among them; all others are passed over. A group that is down to one element is that element.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from backmatter.styles.csl.conditions import Test
from backmatter.styles.csl.context import CALLED, FILLED, Context, Render
from backmatter.styles.csl.formatting import Change
from backmatter.styles.csl.presence import ShapeTest

Parts = Callable[[Context], list[str]]
"""A compiled sequence: the non-empty strings of its elements, in order."""

_Plan = TypeVar("_Plan")

_MAX_PLANS = 4096
"""Plans are made anew when there are so many: a library may hold any number of shapes."""


@dataclass(frozen=True, slots=True)
class Element:
    """A rendering element other than a group.

    Attributes:
        render: What it prints.
        asks: Bits of which a reference must have one for a variable to be printed; 0: unknown.
        value: Whether it prints nothing but variables.
        constant: Whether it asks for no variable, where the reference has none of `asks`.
        substitutes: What stands for a variable that the reference lacks.
    """

    render: Render
    asks: int = 0
    value: bool = False
    constant: bool = False
    substitutes: tuple[ElementSequence, ...] = ()

    @property
    def relevant(self) -> int:
        """The bits that decide what may come of it."""
        bits = self.asks
        for each in self.substitutes:
            bits |= each.relevant
        return bits

    def add_to(self, draft: _Draft, shape: int) -> None:
        """Put it into the plan for a shape, if it may print anything."""
        lacking = not shape & self.asks
        if not self.value:
            draft.steps.append(_Active(self.render, constant=self.constant and lacking))
        elif lacking and self.asks and not any(each.may_print(shape) for each in self.substitutes):
            draft.called |= CALLED
        else:
            draft.steps.append(_Active(self.render, value=True))


@dataclass(slots=True, eq=False)
class Group:
    """A group or a call of a macro: left out when all variables it asks for are empty."""

    inside: ElementSequence
    delimiter: str
    wrap: Change | None
    plans: dict[int, tuple[Render | None, int]] = field(
        default_factory=dict[int, "tuple[Render | None, int]"]
    )

    @property
    def relevant(self) -> int:
        """The bits that decide what may come of it."""
        return self.inside.relevant

    def add_to(self, draft: _Draft, shape: int) -> None:
        """Put what it is for a shape into a plan."""
        key = shape & self.inside.relevant
        render, called = self.plans.get(key) or _keep(self.plans, key, self._planned(key))
        draft.called |= called
        if render is not None:
            draft.steps.append(_Active(render, value=True))

    def _planned(self, shape: int) -> tuple[Render | None, int]:
        """What it prints for a shape, and what it calls for beside that."""
        draft = self.inside.draft(shape)
        actives = draft.actives
        if actives is None:
            return self._scoped(draft), 0
        if draft.called and all(each.constant for each in actives):
            return None, draft.called
        if not all(each.value for each in actives):
            return self._scoped(draft), 0
        # Variables say themselves what is asked for: what a group adds is its form.
        if len(actives) < 2:
            render = actives[0].render if actives else None
            return _wrapped(render, self.wrap) if render else None, draft.called
        return self._joined(tuple(each.render for each in actives)), draft.called

    def _joined(self, renders: tuple[Render, ...]) -> Render:
        """The function of a group of nothing but variables and groups."""
        join, wrap = self.delimiter.join, self.wrap
        if wrap is None:
            return lambda ctx: join([text for render in renders if (text := render(ctx))])

        def render(ctx: Context) -> str:
            text = join([text for render in renders if (text := render(ctx))])
            return wrap(text) if text else ""

        return render

    def _scoped(self, draft: _Draft) -> Render:
        """The function of a group that must watch what is asked for inside."""
        run, called = draft.run(), draft.called
        join, wrap = self.delimiter.join, self.wrap

        def render(ctx: Context) -> str:
            outer = ctx.called
            ctx.called = called
            texts = run(ctx)
            inner = ctx.called
            if not texts or inner == CALLED:
                ctx.called = outer | inner
                return ""
            # A group that prints counts as a variable with a value for the group around it.
            ctx.called = outer | CALLED | FILLED
            text = join(texts)
            return wrap(text) if wrap else text

        return render


@dataclass(frozen=True, slots=True)
class Branch:
    """One `cs:if` or `cs:else-if`; `known` is None where its test has an effect."""

    test: Test
    known: ShapeTest | None
    then: ElementSequence


@dataclass(frozen=True, slots=True)
class Choice:
    """A `cs:choose`."""

    branches: tuple[Branch, ...]
    otherwise: ElementSequence

    @property
    def relevant(self) -> int:
        """The bits that its tests and its branches look at."""
        bits = self.otherwise.relevant
        for branch in self.branches:
            bits |= branch.then.relevant | (branch.known.bits if branch.known else 0)
        return bits

    def add_to(self, draft: _Draft, shape: int) -> None:
        """Put the branch that a shape decides for into a plan, else the whole."""
        for branch in self.branches:
            holds = branch.known.holds(shape) if branch.known else None
            if holds is None:
                draft.steps.append(self)
                return
            if holds:
                branch.then.add_to(draft, shape)
                return
        self.otherwise.add_to(draft, shape)

    def run(self, ctx: Context) -> list[str]:
        """The elements of the first branch whose test holds."""
        for branch in self.branches:
            if branch.test(ctx):
                return branch.then.run(ctx)
        return self.otherwise.run(ctx)


@dataclass(slots=True, eq=False)
class ElementSequence:
    """Elements in the order of the style.

    Attributes:
        steps: The elements.
        relevant: The bits that decide which of them may print.
        run: The function of the sequence.
    """

    steps: tuple[Element | Group | Choice | ElementSequence, ...]
    relevant: int = 0
    run: Parts = field(init=False)

    def __post_init__(self) -> None:
        for step in self.steps:
            self.relevant |= step.relevant
        self.run = _planning(self)

    def add_to(self, draft: _Draft, shape: int) -> None:
        """Put what may print into a plan."""
        for step in self.steps:
            step.add_to(draft, shape)

    def draft(self, shape: int) -> _Draft:
        """What may print for references of a shape."""
        draft = _Draft()
        self.add_to(draft, shape)
        return draft

    def may_print(self, shape: int) -> bool:
        """Whether anything may be printed for references of a shape."""
        return bool(self.draft(shape).steps)


Step = Element | Group | Choice | ElementSequence
"""What a sequence is made of."""


@dataclass(frozen=True, slots=True)
class _Active:
    """An element that may print for a shape; `value` and `constant` as in `Element`."""

    render: Render
    value: bool = False
    constant: bool = False


@dataclass(slots=True)
class _Draft:
    """A plan while it is made.

    Attributes:
        steps: What may print; a `Choice` is one that only the context decides.
        called: What all else adds to `Context.called`.
    """

    steps: list[_Active | Choice] = field(default_factory=list["_Active | Choice"])
    called: int = 0

    @property
    def actives(self) -> list[_Active] | None:
        """The steps, None where a choice is among them."""
        actives = [step for step in self.steps if isinstance(step, _Active)]
        return actives if len(actives) == len(self.steps) else None

    def run(self) -> Parts:
        """The function of the steps."""
        actives = self.actives
        if actives is None:
            steps = tuple(self.steps)
            return lambda ctx: _mixed(steps, ctx)
        renders = tuple(each.render for each in actives)
        return lambda ctx: [text for render in renders if (text := render(ctx))]


def _planning(sequence: ElementSequence) -> Parts:
    """The function of a sequence: it makes a plan for each shape at its first use."""
    plans: dict[int, tuple[Parts, int]] = {}
    relevant = sequence.relevant

    def run(ctx: Context) -> list[str]:
        key = ctx.item.shape & relevant
        plan = plans.get(key)
        if plan is None:
            draft = sequence.draft(key)
            plan = _keep(plans, key, (draft.run(), draft.called))
        parts, called = plan
        ctx.called |= called
        return parts(ctx)

    return run


def _mixed(steps: Sequence[_Active | Choice], ctx: Context) -> list[str]:
    """Elements, and the branches of choices that only the context decides."""
    out: list[str] = []
    for step in steps:
        if isinstance(step, Choice):
            out += step.run(ctx)
        elif text := step.render(ctx):
            out.append(text)
    return out


def _wrapped(render: Render, wrap: Change | None) -> Render:
    """An element with the form of the group around it."""
    if wrap is None:
        return render
    return lambda ctx: wrap(text) if (text := render(ctx)) else ""


def _keep(plans: dict[int, _Plan], key: int, plan: _Plan) -> _Plan:
    """Keep a plan, and give it."""
    if len(plans) >= _MAX_PLANS:
        plans.clear()
    plans[key] = plan
    return plan
