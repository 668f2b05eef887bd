import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allStopReasons, EXIT_RANGES, fromForeign, stopReason } from '../../../src/core/stops';

const COMMANDS = [
  'runStep runNext stop resume answerGate openPlan openHandoff showRun setStatus refresh checkSetup openLog rollBack',
].flatMap((line) => line.split(' '));

describe('stop registry', () => {
  const table = allStopReasons();

  it('has each code, exit code and alias once', () => {
    const codes = table.map((reason) => reason.code);
    const names = [...codes, ...table.flatMap((reason) => reason.aliases)];
    assert.equal(new Set(names).size, names.length);
    assert.equal(new Set(table.map((reason) => reason.exitCode)).size, table.length);
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
      assert.ok(reason.actions.length >= 1 && reason.actions.length <= 3);
      for (const action of reason.actions) assert.ok(COMMANDS.includes(action), action);
      assert.equal(reason.actions.includes('resume') && reason.resume === 'never', false);
      assert.equal(stopReason(reason.code), reason);
      for (const alias of reason.aliases)
        assert.deepEqual([fromForeign(alias).code, fromForeign(alias).raw], [reason.code, alias]);
    });
  }

  it('has no entry that nothing ends with', () => {
    const source = join(__dirname, '../../../src');
    const text = readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/stopReasons\w*\.ts$/.test(file))
      .map((file) => readFileSync(join(source, file), 'utf8'))
      .join('\n');
    const unused = table.map(({ code }) => code).filter((code) => !text.includes(`'${code}'`));
    assert.deepEqual(unused, []);
  });

  it('keeps the words of a foreign stop that it does not know', () => {
    const stop = fromForeign('ping_failed:codex:auth');
    assert.deepEqual([stop.code, stop.raw], ['unknown', 'ping_failed:codex:auth']);
    assert.match(stop.detail, /ping_failed:codex:auth/);
  });

  it('shows a code of a newer version as unknown', () => {
    assert.equal(stopReason('left_the_building').code, 'unknown');
  });
});
