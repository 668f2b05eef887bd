/** A world with a small plan, and the agent that carries its steps out by the step protocol. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { AgentOutcome } from '../../../../src/core/agentResult';
import type { AgentTask } from '../../../../src/core/agentTask';
import { result, World } from './world';

const SECTIONS = ['Summary', 'Completed', 'Not completed', 'Deviations', 'Downstream plan updates'];

export function stepWorld(): World {
  const world = new World();
  world.write({
    'test.mjs':
      "import fs from 'node:fs'; if (fs.readFileSync('src.txt', 'utf8') !== 'good') throw new Error('bad');",
    'src.txt': 'nothing yet',
    'plans/steps/01-first.md': stepPlan(1, 'First', '[]'),
    'plans/steps/02-second.md': stepPlan(2, 'Second', '[1]'),
  });
  return world;
}

function stepPlan(step: number, title: string, dependsOn: string): string {
  const head = `---\nstep: ${step}\ntitle: ${title}\ndepends_on: ${dependsOn}\nstatus: pending\n---\n`;
  return `${head}\n## Objective\nDo it.\n\n## Edge cases\nNone\n`;
}

/** What the agent does at each node unless a test says otherwise. */
export function carryOut(world: World, task: AgentTask): AgentOutcome {
  switch (task.node) {
    case 'orient':
      return orientation(false);
    case 'implement':
      world.write({ 'src.txt': 'good' });
      return result('complete', 'Wrote src.txt.');
    case 'edge_case_sweep':
      return result('complete', 'Swept.', {
        edge_case_report: 'none',
        downstream_updates: 'none',
        needs_independent_review: false,
      });
    case 'write_handoff':
      writeHandoff(task);
      return result('complete', 'Written.', { step_summary: 'src.txt is good.' });
    default:
      throw new Error(`The agent knows nothing of ${task.node}`);
  }
}

export function orientation(deviates: boolean): AgentOutcome {
  return result('complete', 'Oriented.', {
    plan_summary: 'Makes src.txt good.',
    implementation_brief: 'Write "good".',
    staleness_report: deviates ? 'src.txt is a folder' : 'clean',
    has_major_deviation: deviates,
    deviation_summary: deviates ? 'The plan says file, there is a folder.' : '',
  });
}

export function writeHandoff(task: AgentTask, without?: string): void {
  // The evidence is what the prompt has in code blocks, wherever it stands.
  const evidence = (task.prompt.match(/^(`{3,}).*\n[\s\S]*?\n\1$/gm) ?? []).join('\n\n');
  const sections = [
    ...SECTIONS.filter((name) => name !== without).map((name) => `## ${name}\nNone\n`),
    '## Edge cases discovered\nNone\n',
    `## Evidence\n${evidence}\n`,
    '## Notes for next step\nNone\n',
  ];
  mkdirSync(dirname(task.handoff), { recursive: true });
  const head = `---\nstep: ${Number(task.step.number)}\ntitle: ${task.step.title}\nresult: complete\n---\n`;
  writeFileSync(task.handoff, `${head}\n${sections.join('\n')}`);
}
