"""The pipeline, top to bottom: sources, parse, assemble, plan, render, write, check.

Only this module knows the order of the stages. Each is called once, with values, and gives values
and problems; what an earlier build worked out is handed to it by digest.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from sitegen import problems as reports
from sitegen import sources
from sitegen.cache import Cache, load_stats, save_stats
from sitegen.disk import digest as file_digest
from sitegen.ledger import Entry, Ledger, Notes
from sitegen.model import Document, Options, digest
from sitegen.problems import Problem, Span
from sitegen.sources import Tree
from sitegen.workers import FEW
from sitegen.write import Output, Placed, Spare

if TYPE_CHECKING:
    from sitegen.assemble import Site
    from sitegen.config import Config
    from sitegen.lastbuild import Last
    from sitegen.placement import Placement
    from sitegen.plan import Artifact, Plan
    from sitegen.plan.brandkit import Made, Wanted
    from sitegen.reader import Reader
    from sitegen.rendering import Ground
    from sitegen.settled import Settled
    from sitegen.theme import Theme
    from sitegen.visibility import Hidden

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done and how much there is."""

ATTEMPTS = 5


class Result(Struct, frozen=True):
    """What a build did. ``rendered`` pages were made anew, ``written`` files changed on disk."""

    problems: tuple[Problem, ...]
    pages: int = 0
    rendered: int = 0
    parsed: int = 0
    written: int = 0
    removed: int = 0
    hidden: tuple[tuple[str, str], ...] = ()
    changed: bool = False
    timings: tuple[tuple[str, float], ...] = ()

    @property
    def failed(self) -> bool:
        """Whether nothing was written because of errors."""
        return bool(reports.errors(self.problems))


class Session(Struct):
    """What a preview keeps in memory between builds: values by digest, so it cannot go stale."""

    documents: dict[str, Document] = field(default_factory=dict)
    known: dict[str, tuple[sources.Stat, str]] = field(default_factory=dict)
    code: str = ""
    own: dict[str, tuple[sources.Stat, str]] = field(default_factory=dict)  # those of the code
    cache: Cache | None = None
    environment: tuple[str, Any] = ("", None)
    ledgers: dict[str, Ledger] = field(default_factory=dict)
    last: Last | None = None
    settled: Settled | None = None
    placed: Placement | None = None


def run(
    project: Path,
    folder: Path,
    options: Options,
    strict: bool = False,
    progress: Progress | None = None,
    session: Session | None = None,
) -> Result:
    """Build the project into the folder. Problems come back as values; nothing raises on input."""
    session = session or Session()
    output = Output(folder, _shown(folder), session.ledgers)
    unsafe = _unsafe(project, output)
    if unsafe is not None:
        return Result((unsafe,))
    try:
        with output.lock() as held:
            if not held:
                return Result((Problem("output-locked", "Another build is writing this folder.",
                    Span(output.shown), "Wait for it to end, or stop it."),))  # fmt: skip
            cache = session.cache or Cache(project / ".sitegen")
            try:
                for _ in range(ATTEMPTS):
                    try:
                        return _Build(project, output, options, strict, progress, session,
                                      cache).run()  # fmt: skip
                    except Changed:
                        session.known = {}
                        save_stats(project, {})  # it may have been the index that was wrong
                        time.sleep(0.02)
                return Result((Problem("sources-changing", "The site's files keep changing while "
                    "it is built.", None, "Build again when they have settled."),))  # fmt: skip
            except OSError:
                output.give_up()
                raise
            finally:
                if session.cache is None:
                    cache.close()
    except OSError as error:
        return Result((output.trouble(error),))


class _Made(Struct, frozen=True):
    """What the render stage gives: bytes by path, how many pages were made, and the spare tree
    with the files that already lie there."""

    fresh: dict[str, bytes]
    rendered: int
    spare: Spare | None
    placed: dict[str, Placed]


class Changed(Exception):  # noqa: N818  nothing failed; it is only tried once more
    """A source file is no longer what it was when this build began."""


class _Steady(Tree):
    """The sources as they were found. What is remembered under a file's digest must have been
    made from those very bytes, so reading others ends this attempt at a build."""

    def data(self, path: str) -> bytes:
        try:
            data = Tree.data(self, path)
        except FileNotFoundError:
            raise Changed(path) from None
        if file_digest(data) != self.files[path].digest:
            raise Changed(path)
        return data


def _shown(folder: Path) -> str:
    try:
        return os.path.relpath(folder)
    except ValueError:
        return str(folder)


def _unsafe(project: Path, output: Output) -> Problem | None:
    """An output folder in which building would destroy or republish the sources."""
    home = Path(os.path.realpath(project))
    reserved = [Path(os.path.realpath(home / name))
                for name in ("content", "themes", ".sitegen", ".git")]  # fmt: skip
    for place in (home, *reserved):
        # The preview's own output lies in .sitegen, so only that folder itself is refused.
        among = place in output.real.parents and place in reserved and place.name != ".sitegen"
        if output.real == place or output.real in place.parents or among:
            return Problem("output-unsafe", "The output folder may not hold the site's sources or "
                           "lie among them.", Span(output.shown), "Name another folder: "
                           "--output DIR")  # fmt: skip
    return None


class _Build:
    """One run; holds what its stages share and is thrown away."""

    def __init__(
        self, project: Path, output: Output, options: Options, strict: bool,
        progress: Progress | None, session: Session, cache: Cache,
    ) -> None:  # fmt: skip
        self.project, self.output, self.options, self.strict = project, output, options, strict
        self.tell: Progress = progress or (lambda what, done, total: None)
        self.session, self.cache = session, cache
        self.problems: list[Problem] = []
        self.timings: list[tuple[str, float]] = []
        self.clock = time.perf_counter()
        self.parsed = 0
        self.rules = ""
        self.reader: Reader
        self.notes: dict[str, Notes] = {}
        self.looking = False

    def run(self) -> Result:
        """The house from door to door."""
        tree, code = self.sources()
        inputs = self.inputs(tree, code)
        ledger = self.output.ledger()
        intact = self.output.intact(ledger)
        if self.nothing_to_do(ledger, intact, inputs):
            return self.as_before(ledger)
        done = self.again(tree, code, ledger, intact, inputs)
        if done is not None:
            return done
        settled = self.settings(tree)
        if settled.config is None or settled.theme is None:
            return self.stopped()
        documents = self.parse(tree, settled.config, settled.theme, code)
        place = self.assemble(settled, documents, tree)
        site = place.site
        plan = self.plan(place, tree, code, intact)
        if self.must_stop():
            return self.stopped(_pairs(site.hidden))
        made = self.render(plan, site, tree, ledger, intact)
        if site.config.search == "index" and not self.must_stop():
            plan = self.index(plan, site, made, intact)
        if self.must_stop():
            if made.spare is not None:
                self.output.give_up()
            return self.stopped(_pairs(site.hidden))
        return self.write(plan, place, tree, code, ledger, intact, made, inputs)

    # Stages --------------------------------------------------------------------------------

    def sources(self) -> tuple[Tree, str]:
        """Every source file with its digest, and the digest of sitegen itself."""
        known = self.session.known or load_stats(self.project)
        now = time.time_ns()
        if not self.session.code:
            self.session.code, self.session.own = sources.code_digest(known, now)
        self.cache.code = self.session.code
        found = sources.scan(self.project, known, now)
        tree = _Steady(found.files, found.problems, found.stats, found.places,
                       found.bundle)  # fmt: skip
        self.problems += tree.problems
        stats = self.session.own | tree.stats
        if stats != known:
            save_stats(self.project, stats)
        self.session.known = stats
        self.timed("sources")
        return tree, self.session.code

    def settings(self, tree: Tree) -> Settled:
        """Everything that is no page: from memory while no such file changed."""
        files = tuple((file.path, file.digest) for file in tree.files.values()
                      if not sources.is_page(file.path))  # fmt: skip
        inputs = (self._chosen(), tree.problems, files)
        known = self.session.settled
        if known is None or known.inputs != inputs:
            from sitegen import settled

            known = self.session.settled = settled.read(tree, self.options, self.cache, inputs)
        self.problems += known.problems
        self.timed("settings")
        return known

    def parse(self, tree: Tree, config: Config, theme: Theme, code: str) -> tuple[Document, ...]:
        """Every page, from memory where its bytes and its rules are known."""
        from sitegen import parse, reader

        self.rules = parse.settings_key(theme.specs(), dict(theme.page_fields), theme.types,
                                        config.trusted, code)  # fmt: skip
        keys = {file.path: reader.key(file, self.rules) for file in _pages(tree)}
        self.reader = self._reader(tree, config, theme, keys)
        made = self.reader.documents(self.session.documents)
        self.parsed += self.reader.parsed
        for document in made:
            self.problems += document.problems
        self.timed("parse")
        return made

    def _reader(self, tree: Tree, config: Config, theme: Theme, keys: dict[str, str]) -> Reader:
        from sitegen.reader import Reader

        return Reader(tree, config, theme, keys, self.cache, self.options.jobs, self.tell)

    def assemble(self, settled: Settled, documents: tuple[Document, ...], tree: Tree) -> Placement:
        """Documents to a site, and which pictures it shows."""
        from sitegen import placement

        found = self.session.placed = placement.of(settled, documents, tree, self.options,
                                                   self.session.placed)  # fmt: skip
        self.problems += found.problems
        self.timed("assemble")
        return found

    def plan(self, place: Placement, tree: Tree, code: str, intact: Mapping[str, Entry]) -> Plan:
        """The site to artifacts; before that its pictures, whose names pages need."""
        from sitegen import kit, placement
        from sitegen.plan import Memory, outputs

        site = place.site
        published: dict[str, Any] = {}
        if place.pictures:
            from sitegen import pictures

            published, problems = pictures.prepare(tree, place.pictures, self.cache,
                                                   self.options.jobs)  # fmt: skip
            self.problems += problems
        self.timed("pictures")
        brand, problems = kit.make(site.config, site.theme, tree, self.cache, code,
                                   self.options.now)  # fmt: skip
        self.problems += problems
        self.timed("brand")
        last = self._last()
        current = {path: entry.key for path, entry in intact.items()}
        memory = Memory(last.outline, last.rows, current) if last is not None else Memory()

        def drawn(wanted: Wanted) -> Made:
            return kit.drawn(site, tree, self.cache, code, wanted, self.options.now, self.tell,
                             not self.looking)  # fmt: skip

        made, problems = outputs.site(site, tree, placement.links(site, tree), published, brand, code,
                                   self.reader.details, memory, drawn)  # fmt: skip
        self.problems += problems
        self.timed("plan")
        return made

    def render(
        self, plan: Plan, site: Site, tree: Tree, ledger: Ledger, intact: Mapping[str, Entry]
    ) -> _Made:
        """Every artifact that does not lie in the output under its key: its bytes, or, where
        there are many pages, a file in the spare tree, written by the process that rendered it.
        """
        from sitegen import rendering

        stale: list[Artifact] = []
        for artifact in plan.artifacts:
            had = intact.get(artifact.path)
            if had is None or had.key != artifact.key:
                stale.append(artifact)
            elif had.notes:
                self.notes[artifact.path] = had.notes
                self.problems += [reports.from_data(note) for note in had.notes]
        fresh, problems = rendering.kept(stale, tree, self.cache)
        self.problems += problems
        stale = [artifact for artifact in stale if artifact.kind in rendering.DRAWN]
        spare = None
        if len(stale) >= FEW and not self.must_stop():
            spare = self.output.prepare(ledger, {artifact.path for artifact in plan.artifacts})

        def css() -> bytes:
            name = plan.shared.css.removeprefix("/")
            return next((each.data for each in plan.artifacts if each.path == name), b"")

        ground = rendering.Ground(site.config, site.theme, plan.shared, tree, css,
                                  self.reader.body)  # fmt: skip
        return self._drawn(stale, fresh, ground, spare)

    def _drawn(
        self, stale: list[Artifact], fresh: dict[str, bytes], ground: Ground, spare: Spare | None
    ) -> _Made:
        """What is not ``fresh`` yet, rendered."""
        from sitegen import rendering

        jobs = self.options.jobs if len(stale) >= FEW else 1
        means = rendering.Means(self.options.now, jobs, self.session.code,
                                self.session.environment, self.tell)  # fmt: skip
        drawn, self.session.environment = rendering.drawn(stale, ground, spare, means)
        placed: dict[str, Placed] = {}
        for artifact, (data, problems) in zip(stale, drawn, strict=True):
            if isinstance(data, bytes):
                fresh[artifact.path] = data
            else:
                placed[artifact.path] = data
            self.problems += problems
            if problems:
                self.notes[artifact.path] = tuple(reports.as_data(each) for each in problems)
        self.timed("render")
        pages = sum(1 for artifact in stale if artifact.kind == "page")
        return _Made(fresh, pages, spare, placed)

    def index(self, plan: Plan, site: Site, made: _Made, intact: Mapping[str, Entry]) -> Plan:
        """The plan with the files of the search index, whose bytes join those that were made."""
        from sitegen import indexed

        def read(path: str) -> bytes:
            if path in made.fresh:
                return made.fresh[path]
            if path in made.placed and made.spare is not None:
                return made.spare.data(path)
            return self.output.data(path)

        self.tell("Indexing the words", 0, 1)
        there = {path: entry.key for path, entry in intact.items()}
        plan, fresh, problems = indexed.of(plan, site, read, there, self.cache)
        made.fresh.update(fresh)
        self.problems += problems
        self.timed("index")
        return plan

    def write(
        self, plan: Plan, place: Placement, tree: Tree, code: str, ledger: Ledger,
        intact: Mapping[str, Entry], made: _Made, inputs: str,
    ) -> Result:  # fmt: skip
        """Change the folder over, and remember what this build worked out."""
        from sitegen import reader
        from sitegen.lastbuild import Last

        site = place.site
        build = {
            "inputs": inputs, "now": self.options.now, "boundary": site.boundary,
            "hidden": _pairs(site.hidden),
            "pages": sum(1 for artifact in plan.artifacts if artifact.kind == "page"),
            "parts": {"sitegen": self.session.code, "theme": site.theme.digest,
                      "settings": plan.shared.key},
        }  # fmt: skip
        wanted = {artifact.path: artifact.key for artifact in plan.artifacts}
        last = Last(
            inputs=inputs, around=self.around(tree, code), now=self.options.now,
            boundary=site.boundary, rules=self.rules,
            documents={file.path: file.digest for file in _pages(tree)}, config=site.config,
            theme=site.theme, shared=plan.shared, outline=plan.outline, rows=dict(plan.rows),
        )  # fmt: skip
        names = [page.doc.key for page in site.pages]
        keys = [artifact.key for artifact in plan.artifacts if artifact.kind == "page"]
        used = dict.fromkeys(reader.KINDS, names) | {
            "blob": [artifact.name for artifact in plan.artifacts if artifact.kind == "blob"],
            "words": keys, "page": keys, "index": [], "kit": [], "imprint": [],
        }  # fmt: skip
        result = self._written(wanted, ledger, intact, made, build)
        return self._remembered(result, last, plan.artifacts, used)

    def _written(
        self, wanted: Mapping[str, str], ledger: Ledger, intact: Mapping[str, Entry],
        made: _Made, build: dict[str, Any],
    ) -> Result:  # fmt: skip
        problems = reports.sort(self.problems)
        build["problems"] = [reports.as_data(problem) for problem in problems]
        change = self.output.change_over(ledger, intact, wanted, made.fresh, build, self.notes,
                                         made.spare, made.placed)  # fmt: skip
        self.timed("write")
        return Result((*problems, *change.problems), build["pages"], made.rendered, self.parsed,
                      change.written, change.removed, build["hidden"],
                      bool(change.written or change.removed))  # fmt: skip

    def _remembered(
        self, result: Result, last: Last, artifacts: Iterable[Artifact],
        used: Mapping[str, list[str]] | None = None,
    ) -> Result:  # fmt: skip
        """Keep what this build worked out, and the plans of its pages, once the folder holds it."""
        if not result.failed:
            for artifact in artifacts:
                if artifact.kind == "page" and artifact.page is not None and artifact.page.body:
                    self.cache.put("page", artifact.key, artifact.data)
            self.session.last = last
            self.cache.put_value("last", "build", last)
        self.cache.save(used)
        self.timed("remember")
        return replace(result, timings=tuple(self.timings))

    # Other words in the same site -----------------------------------------------------------

    def again(
        self, tree: Tree, code: str, ledger: Ledger, intact: Mapping[str, Entry], inputs: str
    ) -> Result | None:
        """The whole build, where nothing but words of pages changed since the last one; else None,
        and what was parsed is remembered for the long way."""
        if len(intact) != len(ledger.entries) or not ledger.entries:
            return None
        from sitegen import dates, lastbuild, reader
        from sitegen.plan import PagePlan

        last = self._last()
        if (
            last is None
            or last.inputs != ledger.build.get("inputs")
            or last.now != ledger.build.get("now")  # it may be that of another folder
            or last.around != self.around(tree, code)
            or not dates.nothing_due(last.now, self.options.now, last.boundary)
        ):
            return None
        files = {file.path: file.digest for file in _pages(tree)}
        rows = lastbuild.changed(last, files)
        if rows is None or any(row["path"] in rows for row in _noted(ledger)):
            return None
        keys = {path: reader.key(tree.files[path], last.rules) for path in rows}
        self.reader = self._reader(tree, last.config, last.theme, keys)
        pages = self.reader.pages()
        self.parsed = self.reader.parsed
        made: list[tuple[str, Artifact]] = []
        for path, row in rows.items():
            old = reader.remembered(self.cache, row.document)
            plan = self.cache.get_value("page", row.made[0].key, PagePlan)
            if old is None or plan is None or not lastbuild.looks_alike(old, pages[path]):
                return None
            artifact = lastbuild.again(last, row, plan, keys[path], code)
            if artifact is None or intact[artifact.path].notes:
                return None
            made.append((keys[path], artifact))
        self.timed("parse")
        return self._reworded(last.with_texts(inputs, self.options.now, files, made), tree, ledger,
                              intact, [artifact for _, artifact in made])  # fmt: skip

    def _reworded(
        self, last: Last, tree: Tree, ledger: Ledger, intact: Mapping[str, Entry],
        stale: list[Artifact],
    ) -> Result:  # fmt: skip
        """Render the changed pages of a site that is otherwise as it was, and write them."""
        from sitegen import rendering

        self.notes = {path: entry.notes for path, entry in intact.items() if entry.notes}
        self.problems = [reports.from_data(row) for row in _noted(ledger)]
        css = last.shared.css.removeprefix("/")
        ground = rendering.Ground(last.config, last.theme, last.shared, tree,
                                  lambda: self.output.data(css), self.reader.body)  # fmt: skip
        made = self._drawn(stale, {}, ground, None)
        built: dict[str, Any] = ledger.build
        hidden = tuple((path, reason) for path, reason in built["hidden"])
        if self.must_stop():
            return self.stopped(hidden)
        wanted = {path: entry.key for path, entry in intact.items()}
        wanted |= {artifact.path: artifact.key for artifact in stale}
        result = self._written(wanted, ledger, intact, made, built | {
            "inputs": last.inputs, "now": last.now, "hidden": hidden})  # fmt: skip
        return self._remembered(result, last, stale)

    def _last(self) -> Last | None:
        """What the last build remembered of this site, for whichever folder it was."""
        if self.session.last is None:
            from sitegen.lastbuild import Last

            self.session.last = self.cache.get_value("last", "build", Last)
        return self.session.last

    def around(self, tree: Tree, code: str) -> str:
        """A digest of everything that this build could depend on, but for the time of day and for
        what is in pages."""
        files = tuple((file.path, "" if sources.is_page(file.path) else file.digest)
                      for file in tree.files.values())  # fmt: skip
        return digest(self._chosen(), tree.problems, files, code, self.strict)

    def _chosen(self) -> Options:
        """What the caller chose that matters. The day says which law holds for the imprint."""
        return replace(self.options, now=self.options.now[:13], jobs=1)

    # Nothing to do -------------------------------------------------------------------------

    def inputs(self, tree: Tree, code: str) -> str:
        """A digest of everything that this build could depend on, but for the time."""
        files = tuple((file.path, file.digest) for file in tree.files.values())
        return digest(files, tree.problems, code, self.options.drafts, self.options.base_url,
                      self.options.stage, self.options.theme, self.strict)  # fmt: skip

    def nothing_to_do(self, ledger: Ledger, intact: Mapping[str, Entry], inputs: str) -> bool:
        """Whether the folder holds this very build, and no page is due since."""
        build = ledger.build
        if build.get("inputs") != inputs or len(intact) != len(ledger.entries):
            return False
        boundary, now = str(build.get("boundary", "")), self.options.now
        from sitegen import dates

        return dates.nothing_due(str(build.get("now", now)), now, boundary)

    def as_before(self, ledger: Ledger) -> Result:
        """The answer of the build that made what lies there."""
        build: dict[str, Any] = ledger.build
        known = tuple(map(reports.from_data, _noted(ledger)))
        self.timed("compare")
        hidden = tuple((path, reason) for path, reason in build.get("hidden", ()))
        return Result(
            known, int(build.get("pages", 0)), hidden=hidden, timings=tuple(self.timings)
        )

    def must_stop(self) -> bool:
        """Whether an error stands; under ``--strict`` a warning is one."""
        levels = ("error", "warning") if self.strict else ("error",)
        return any(problem.level in levels for problem in self.problems)

    def stopped(self, hidden: tuple[tuple[str, str], ...] = ()) -> Result:
        """The end of a build that writes nothing."""
        problems = reports.sort(self.problems)
        self.cache.save()
        return Result(problems, parsed=self.parsed, hidden=hidden, timings=tuple(self.timings))

    def timed(self, stage: str) -> None:
        """Note how long the stage took."""
        now = time.perf_counter()
        self.timings.append((stage, now - self.clock))
        self.clock = now


class Look:
    """The site as the next build would see it, with nothing rendered or written.

    ``site`` and ``plan`` are None where site.yaml or the theme cannot be used.
    """

    def __init__(self, project: Path, options: Options, cache: Cache) -> None:
        output = Output(project / "output")
        build = _Build(project, output, options, False, None, Session(), cache)
        build.looking = True
        self.site: Site | None = None
        self.plan: Plan | None = None
        self.tree, self.code = build.sources()
        settled = build.settings(self.tree)
        if settled.config is not None and settled.theme is not None:
            documents = build.parse(self.tree, settled.config, settled.theme, self.code)
            place = build.assemble(settled, documents, self.tree)
            self.site = place.site
            self.plan = build.plan(place, self.tree, self.code, {})
        self.problems = reports.sort(build.problems)


def _pages(tree: Tree) -> Iterator[sources.File]:
    """The files that may become pages."""
    return (file for file in tree.files.values() if sources.is_page(file.path))


def _noted(ledger: Ledger) -> list[dict[str, Any]]:
    """The problems of the build that made the folder, as plain data."""
    build: dict[str, Any] = ledger.build
    return list(build.get("problems", ()))


def _pairs(hidden: Iterable[Hidden]) -> tuple[tuple[str, str], ...]:
    return tuple((gone.path, gone.reason) for gone in hidden)
