import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { run } from './run';

const FIXTURES = path.resolve(__dirname, '../../fixtures/protocols');
const STEP = path.resolve(__dirname, '../../../media/protocols/step.yaml');

const USAGE = /stage-runner protocol FILE/;

describe('stage-runner', () => {
  it('says what it can do', async () => {
    const { code, out } = await run('--help');
    assert.equal(code, 0);
    assert.match(out, USAGE);
    assert.match((await run('--version')).out, /^\d+\.\d+\.\d+\n$/);
  });

  for (const args of [[], ['mpa'], ['protocol'], ['protocol', 'a', 'b'], ['protocol', '--jsn', STEP]]) {
    it(`refuses ${JSON.stringify(args)} as usage`, async () => {
      const { code, out, err } = await run(...args);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, USAGE);
    });
  }
});

describe('stage-runner protocol', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'stage-runner-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('prints the nodes and routes of a sound protocol', async () => {
    const { code, out, err } = await run('protocol', STEP);
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^step: 24 nodes\n\n> resolve_step {8}script built-in/);
    assert.match(out, /\n0 errors, 0 warnings\.\n$/);
  });

  it('prints problems as file:line:col severity code message and exits with 1', async () => {
    const file = path.relative(process.cwd(), path.join(FIXTURES, 'faulty.yaml'));
    const { code, out } = await run('protocol', file);
    assert.equal(code, 1);
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(file, 'F').replace(/^(F:\S+ \S+ \S+) .*$/, '$1'));
    assert.deepEqual(lines, [
      'F:8:14 error option-without-route',
      'F:13:13 error script-missing',
      'F:14:5 warning unknown-key',
      'F:15:11 error unknown-target',
      '3 errors, 1 warning.',
    ]);
  });

  it('prints JSON with a schema version', async () => {
    const { code, out } = await run('protocol', '--json', STEP);
    assert.equal(code, 0);
    const json = JSON.parse(out) as { schema_version: number; protocol: { start: string; nodes: unknown[] } };
    assert.equal(json.schema_version, 1);
    assert.equal(json.protocol.start, 'resolve_step');
    assert.deepEqual(json.protocol.nodes[1], {
      id: 'gate_blocked',
      type: 'approval',
      description: 'The step depends on work that is not there; a person decides whether to start anyway.',
      routes: [
        { kind: 'option', option: 'yes', to: 'orient' },
        { kind: 'option', option: 'no', to: 'end_blocked' },
        { kind: 'other', to: 'end_blocked' },
      ],
      line: 88,
    });
    const faulty = await run('protocol', '--json', path.join(FIXTURES, 'faulty.yaml'));
    assert.equal(faulty.code, 1);
    assert.equal((JSON.parse(faulty.out) as { problems: unknown[] }).problems.length, 4);
  });

  it('says why a file cannot be read', async () => {
    const { code, err } = await run('protocol', path.join(folder, 'no.yaml'));
    assert.equal(code, 1);
    assert.match(err, /no\.yaml: cannot be read: ENOENT/);
  });

  it('finds scripts beside the protocol, but not through links that lead outside', async () => {
    const text =
      'name: s\nstart: a\nnodes:\n  a: { type: script, script: in/x.sh, next: z }\n  z: { type: end }\n';
    const inside = path.join(folder, 'inside');
    mkdirSync(path.join(inside, 'in'), { recursive: true });
    writeFileSync(path.join(inside, 'graph.yaml'), text);
    writeFileSync(path.join(folder, 'x.sh'), '');
    symlinkSync(path.join(folder, 'x.sh'), path.join(inside, 'in/x.sh'));
    assert.match((await run('protocol', path.join(inside, 'graph.yaml'))).out, /script-missing/);
    rmSync(path.join(inside, 'in/x.sh'));
    writeFileSync(path.join(inside, 'in/x.sh'), '');
    assert.match(
      (await run('protocol', path.join(inside, 'graph.yaml'))).out,
      /> a {2}script file {2}→ z; may choose any node/,
    );
  });

  it('prints nothing that steers the terminal', async () => {
    const file = path.join(folder, 'graph.yaml');
    writeFileSync(file, 'name: "x\\e]0;owned\\a"\nstart: a\nnodes:\n  a: { type: end, output: "\\e[2J" }\n');
    const { code, out } = await run('protocol', file);
    assert.equal(code, 0);
    assert.ok(!out.includes('\u001b') && !out.includes('\u0007'), out);
  });
});
