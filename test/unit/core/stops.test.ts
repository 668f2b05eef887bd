import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { readEvent } from '../../../src/core/journalLine';
import { FOREIGN_STOPS } from '../../../src/core/stopReasonsForeign';
import {
  allStopReasons,
  EXIT_RANGES,
  fromForeign,
  goesOnUnasked,
  stopReason,
  type Stop,
} from '../../../src/core/stops';

const COMMANDS = [
  'runStep runNext stop resume answerGate openPlan openHandoff showRun setStatus refresh checkSetup openLog rollBack',
  'undoRollBack createCheckpoint',
].flatMap((line) => line.split(' '));

/** Every source but the table itself, by its path in `src`. */
function sources(): readonly { readonly file: string; readonly text: string }[] {
  const source = join(__dirname, '../../../src');
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/stopReasons\w*\.ts$/.test(file))
    .map((file) => ({ file, text: readFileSync(join(source, file), 'utf8') }));
}

/** The texts that a source gives where a code of a stop is made; comparisons and refusals of checkpoints make none. */
function codesMade(file: string, text: string): readonly string[] {
  const made: string[] = [];
  const look = (node: ts.Node, isCode: boolean): void => {
    if (ts.isStringLiteral(node) && isCode) made.push(node.text);
    if (ts.isObjectLiteralExpression(node) && node.properties.some(({ name }) => nameOf(name) === 'wayOut'))
      return;
    const makes = makesCode(node);
    ts.forEachChild(node, (child) => {
      look(child, makes ?? (isCode && !isCondition(node, child)));
    });
  };
  look(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true), false);
  return made;
}

/** Whether the texts in a node are codes of stops; `undefined` where that is as it is around it. */
function makesCode(node: ts.Node): boolean | undefined {
  if (ts.isPropertyAssignment(node) && nameOf(node.name) === 'code') return true;
  if (ts.isCallExpression(node)) return nameOf(node.expression) === 'stopped';
  if (ts.isVariableDeclaration(node) || ts.isFunctionDeclaration(node))
    return nameOf(node.name) === 'code' || /\bStopCode\b/.test(node.type?.getText() ?? '');
  return undefined;
}

function isCondition(parent: ts.Node, child: ts.Node): boolean {
  return (
    (ts.isConditionalExpression(parent) && parent.condition === child) ||
    (ts.isIfStatement(parent) && parent.expression === child) ||
    ts.isLiteralTypeNode(parent)
  );
}

function nameOf(node: ts.Node | undefined): string | undefined {
  return node && ts.isIdentifier(node) ? node.text : undefined;
}

describe('stop registry', () => {
  const table = allStopReasons();

  it('has each code, exit code and alias once (D11, runr.md 14 case 28)', () => {
    const codes = table.map((reason) => reason.code);
    const names = [...codes, ...table.flatMap((reason) => reason.aliases)];
    assert.equal(new Set(names).size, names.length);
    // Nothing went wrong: of a step and of a whole stage alike.
    const exits = table.filter(({ family }) => family !== 'success').map((reason) => reason.exitCode);
    assert.equal(new Set(exits).size, exits.length);
  });

  for (const reason of table) {
    it(`${reason.code} is a whole entry`, () => {
      const [first, last] = EXIT_RANGES[reason.family];
      assert.ok(
        reason.exitCode >= first && reason.exitCode <= last,
        `${reason.exitCode} in ${reason.family}`,
      );
      assert.match(reason.code, /^[a-z]+(_[a-z]+)*$/);
      assert.match(reason.title, /^[A-Z][^.]*[a-z]$/);
      assert.match(reason.diagnosis, /^[A-Z].{20,}\.$/);
      assert.equal(new Set(reason.actions).size, 3);
      for (const action of reason.actions) assert.ok(COMMANDS.includes(action), action);
      assert.equal(reason.actions.includes('resume') && reason.resume === 'never', false);
      assert.equal(stopReason(reason.code), reason);
      for (const alias of reason.aliases)
        assert.deepEqual([fromForeign(alias).code, fromForeign(alias).raw], [reason.code, alias]);
    });
  }

  it('has no entry that nothing ends with', () => {
    const made = new Set(sources().flatMap(({ file, text }) => codesMade(file, text)));
    const ours = table.filter((reason) => !FOREIGN_STOPS.some(({ code }) => code === reason.code));
    const unused = ours.map(({ code }) => code).filter((code) => !made.has(code));
    assert.deepEqual(unused, []);
  });

  it('has every code that something ends with, or it would not compile', () => {
    const known: Stop = { code: 'complete', detail: '' };
    // @ts-expect-error No such code is in the table.
    const stray: Stop = { ...known, code: 'left_the_building' };
    assert.notEqual(stopReason(stray.code).code, stray.code);
  });

  it('is given no code behind the back of the compiler', () => {
    const cast = sources().filter(({ text }) => /\bas (Stop|StopCode)\b/.test(text));
    assert.deepEqual(cast, []);
  });

  // The strings of runr.md 9.2 and the codes planned beside them; what a submit refuses is no stop of a run.
  const written = [
    'complete time_budget_exceeded max_ticks_reached stalled_timeout worker_call_timeout guard_violation',
    'ownership_violation plan_scope_violation parallel_file_collision plan_parse_failed implement_parse_failed',
    'review_parse_failed implement_blocked insufficient_evidence verification_failed_max_retries',
    'review_loop_detected milestone_missing orchestrator_track_stopped orchestrator_timeout',
    'orchestrator_max_ticks orchestrator_blocked_on_collision orchestrator_internal_error',
    'timeout max_ticks stalled lockfile_violation dirty_worktree file_collision verification_failed',
    'verification_timeout review_rejected worker_blocked worker_failed worker_timeout user_stopped',
    'scope_violation git_error dirty_tree',
    // What runr.md 9.3 adds.
    'user_paused window_closed process_crashed checkpoint_commit_failed checkpoint_missing plan_changed',
    'merge_conflict auth_required rate_limited tool_not_found parse_failed',
  ].flatMap((line) => line.split(' '));

  for (const text of written)
    it(`runr.md 14 case 28: ${text} is exactly one code`, () => {
      const owners = table.filter(({ code, aliases }) => code === text || aliases.includes(text));
      assert.deepEqual(
        owners.map(({ code }) => code),
        [fromForeign(text).code],
      );
      assert.notEqual(fromForeign(text).code, 'unknown');
    });

  it('runr.md 14 case 28: every one of them fits the kind that it has there', () => {
    const families = (...texts: string[]) => texts.map((text) => stopReason(fromForeign(text).code).family);
    assert.deepEqual(
      families(
        'guard_violation',
        'dirty_worktree',
        'file_collision',
        'verification_failed',
        'review_loop_detected',
      ),
      ['constraint', 'constraint', 'constraint', 'failure', 'review'],
    );
    assert.deepEqual(
      families(
        'timeout',
        'max_ticks',
        'stalled',
        'worker_blocked',
        'worker_timeout',
        'user_stopped',
        'complete',
      ),
      ['resource_limit', 'resource_limit', 'resource_limit', 'agent', 'agent', 'user', 'success'],
    );
  });

  const read: [text: string, title: string][] = [
    ['guard_violation', 'Files out of bounds'],
    ['lockfile_violation', 'Lockfile changed'],
    ['verification_failed_max_retries', 'Checks still fail'],
    ['verification_timeout', 'Checks took too long'],
    ['merge_conflict', 'Result of a step not merged'],
    ['rate_limited', 'Too many requests'],
    ['auth_required', 'Agent not signed in'],
    ['checkpoint_missing', 'Checkpoint missing'],
    ['checkpoint_commit_failed', 'Checkpoint not committed'],
    ['plan_changed', 'Plan changed'],
  ];
  for (const [text, title] of read)
    it(`runr.md 9.3: ${text} reads "${title}", and its own word stays`, () => {
      const { code, detail, raw } = fromForeign(text);
      assert.deepEqual([stopReason(code).title, raw], [title, text]);
      assert.equal(detail, `${title}: the other tool says "${text}".`);
    });

  it('runr.md 14 case 27: a string that nobody knows survives a journal as it is', () => {
    for (const text of ['solar flare', '', '{"x":1}', 'ünï\ncode', 'constructor', '__proto__']) {
      const event = {
        schema_version: 1,
        at: '2026-01-01T00:00:00.000Z',
        type: 'run_stopped',
        stop: fromForeign(text),
      };
      const read = readEvent(JSON.stringify(event));
      assert.ok('event' in read && read.event.type === 'run_stopped', text);
      assert.deepEqual([read.event.stop.code, read.event.stop.raw], ['unknown', text]);
    }
  });

  it('keeps the words of a foreign stop that it does not know', () => {
    const stop = fromForeign('ping_failed:codex:auth');
    assert.deepEqual([stop.code, stop.raw], ['unknown', 'ping_failed:codex:auth']);
    assert.match(stop.detail, /ping_failed:codex:auth/);
  });

  it('lets only what was left under way go on unasked, whatever a newer version or another tool says', () => {
    const unasked = table.filter(({ code }) => goesOnUnasked(code)).map(({ code }) => code);
    assert.deepEqual(unasked, ['left_under_way']);
    assert.equal(goesOnUnasked('left_the_building'), false);
    assert.equal(goesOnUnasked(fromForeign('stalled').code), false);
  });

  it('is asked by all that has a run go on', () => {
    const deciding = sources()
      .filter(({ text }) => /\.resume [!=]== '/.test(text))
      .map(({ file }) => file);
    assert.deepEqual(deciding, [join('core', 'stops.ts')]);
  });

  it('shows a code of a newer version as unknown', () => {
    assert.equal(stopReason('left_the_building').code, 'unknown');
  });
});
