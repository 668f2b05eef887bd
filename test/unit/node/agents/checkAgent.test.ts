import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { builtinProfiles } from '../../../../src/core/agents/builtin';
import type { AgentProfile } from '../../../../src/core/agents/profile';
import { checkAgent } from '../../../../src/node/agents/checkAgent';

describe('checking an agent', function () {
  this.timeout(20_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'check-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const profiles = builtinProfiles({ node: process.execPath, script: 'agent.mjs' });
  const profile = (id: string): AgentProfile => {
    const found = profiles.find((one) => one.id === id);
    assert.ok(found);
    return found;
  };

  it('tells the version of what is installed', async () => {
    assert.deepEqual(await checkAgent(profile('sample'), process.env), {
      installed: true,
      version: process.version,
    });
  });

  it('says what is missing and what to do', async () => {
    const check = await checkAgent({ ...profile('custom'), argv: ['no-such-agent'] }, process.env);
    assert.match(
      check.installed ? '' : check.problem,
      /"no-such-agent" was not found on the PATH .* Install it/,
    );
    const empty = await checkAgent(profile('custom'), process.env);
    assert.match(empty.installed ? '' : empty.problem, /has no command yet/);
  });

  it('does not take a broken program for an installed one', async function () {
    if (process.platform === 'win32') this.skip();
    const program = path.join(folder, 'broken');
    writeFileSync(program, '#!/bin/sh\nexit 3\n');
    chmodSync(program, 0o755);
    const check = await checkAgent({ ...profile('custom'), argv: [program] }, process.env);
    assert.match(check.installed ? '' : check.problem, /ended with exit code 3/);
  });
});
