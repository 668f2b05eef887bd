/**
 * The list of stages, `track.md` or `ROADMAP.md` (renn-gsd.md 1.9, 2.5): which stages there are, what they are called and
 * how far people and agents say they are. What it says are claims, never the status.
 */
import { append } from '../../group';
import type { Claim } from '../../plan';
import { overviewItem, type OverviewItem } from './overviewLines';
import { milestoneMark, type MilestoneMark } from './milestones';
import { numberKey } from './names';
import { needsIn } from './needs';
import { fencedLines } from '../sections';
import { tableItems } from './table';
import { markOf } from './words';
import { once } from '../once';

export interface OverviewStage {
  /** As first written. */
  readonly number: string;
  readonly title: string;
  /** 0-based, of the first mention. */
  readonly line: number;
  /** As written: `v1.0 Internal Alpha`. */
  readonly milestone?: string;
  /** Numbers of the stages that it waits for, as written. */
  readonly needs?: readonly string[];
  readonly claims: readonly Claim[];
}

export interface Overview {
  /** The first heading; empty where there is none. */
  readonly title: string;
  /** By `numberKey`, in the order of first mention. */
  readonly stages: ReadonlyMap<string, OverviewStage>;
  /** By `stepId`: `447|1`. */
  readonly steps: ReadonlyMap<string, readonly Claim[]>;
  /** Milestones as the overview names them, by version: `v1.0`. */
  readonly milestones: ReadonlyMap<string, string>;
}

export const NO_OVERVIEW: Overview = {
  title: '',
  stages: new Map(),
  steps: new Map(),
  milestones: new Map(),
};

/** What the overview's text says; the same file is read once. */
export const readOverview = once(({ text }, file): Overview => {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const fenced = fencedLines(lines);
  const building = new Building(file, tableItems(lines, fenced));
  for (const [index, line] of lines.entries()) if (!fenced(index)) building.take(line, index);
  return building.overview();
});

/** How a checkbox or a row names a step: its stage's number and its own. */
export function stepId(stage: string, own: string): string {
  return `${numberKey(stage)}|${numberKey(own)}`;
}

interface Stage {
  number: string;
  title: string;
  line: number;
  milestone?: string;
  needs?: readonly string[];
  claims: Claim[];
}

class Building {
  private readonly stages = new Map<string, Stage>();
  private readonly steps = new Map<string, Claim[]>();
  private readonly milestones: MilestoneMark[] = [];
  private title = '';
  /** The stage whose heading came last, while no other heading did. */
  private headed: OverviewItem | undefined;
  /** The milestone whose section these lines are in; 0 is a folded `<details>`. */
  private section: { readonly name: string; readonly level: number } | undefined;

  constructor(
    private readonly file: string,
    private readonly rows: ReadonlyMap<number, OverviewItem>,
  ) {}

  take(line: string, index: number): void {
    const [, marks = '', heading = ''] = /^(#{1,6})\s+(.*)$/.exec(line) ?? [];
    if (marks === '#' && this.title === '') this.title = heading.trim();
    const item = overviewItem(line) ?? this.rows.get(index);
    const mark = milestoneMark(line);
    if (item === undefined && mark !== undefined) this.milestones.push(mark);
    if (item === undefined) {
      this.enter(line, marks.length, mark);
      this.takeStatus(line, index);
      this.takeNeeds(line);
    } else this.add(item, index);
    if (marks !== '') this.headed = item;
  }

  /** A line of its own below a stage's heading: `**Status:** ✅ Complete`. */
  private takeStatus(line: string, index: number): void {
    const [, state] = /^\*\*Status(?::\*\*|\*\*:)\s*(.{1,80})/.exec(line) ?? [];
    if (state !== undefined && this.headed !== undefined)
      this.add({ ...this.headed, says: state.trim(), state: state.trim() }, index);
  }

  /** The first such line below a stage's heading counts. */
  private takeNeeds(line: string): void {
    const stage = this.headed && this.stages.get(numberKey(this.headed.number));
    if (stage === undefined || stage.needs !== undefined) return;
    const needs = needsIn(line) ?? [];
    if (needs.length > 0) stage.needs = needs;
  }

  private enter(line: string, level: number, mark: MilestoneMark | undefined): void {
    if (line.includes('</details>') && this.section?.level === 0) this.section = undefined;
    if (mark !== undefined && mark.level !== undefined) this.section = { name: mark.name, level: mark.level };
    else if (level > 0 && this.section !== undefined && level <= this.section.level) this.section = undefined;
  }

  private add(item: OverviewItem, line: number): void {
    const claim: Claim = {
      by: 'overview',
      says: item.says,
      file: this.file,
      line,
      ...(item.since === undefined ? {} : { since: item.since }),
      ...markOf(item.state),
    };
    if (item.own !== undefined) {
      append(this.steps, stepId(item.number, item.own), claim);
      return;
    }
    const key = numberKey(item.number);
    const stage: Stage = this.stages.get(key) ?? { number: item.number, title: '', line, claims: [] };
    this.stages.set(key, stage);
    stage.title ||= item.title;
    const milestone = stage.milestone ?? this.section?.name;
    if (milestone !== undefined) stage.milestone = milestone;
    if (item.state !== undefined) stage.claims.push(claim);
  }

  /** The first mention that is more than the version. */
  private names(): ReadonlyMap<string, string> {
    const names = new Map<string, string>();
    for (const { version, name } of this.milestones)
      if ((names.get(version) ?? version) === version) names.set(version, name);
    return names;
  }

  overview(): Overview {
    for (const stage of this.stages.values()) {
      const milestone = stage.milestone ?? this.milestones.find(({ has }) => has(stage.number))?.name;
      if (milestone !== undefined) stage.milestone = milestone;
    }
    return { title: this.title, stages: this.stages, steps: this.steps, milestones: this.names() };
  }
}
