// The agent of the sample plan: a script that answers Stage Runner the way a coding agent does. It reads the task it
// is given, edits the files of the sample project for real and leaves its answer in result.json. No account, no network.
//
//   node agent.mjs <folder with task.json>
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { handoff } from './handoff.mjs';
import { material } from './material.mjs';
import { moves } from './moves.mjs';

const folder = process.argv[2];
const task = JSON.parse(readFileSync(join(folder, 'task.json'), 'utf8'));
const say = (line) => console.log(`  ${line}`);

console.log(`Sample agent, ${task.node} of step ${task.step.number}: ${task.step.title}`);
const answer = attempt(() => answerTo(task));
say(answer.summary);
writeFileSync(join(folder, 'result.json'), `${JSON.stringify(answer, null, 2)}\n`);

/** What goes wrong on the way is an answer too. */
function attempt(work) {
  try {
    return work();
  } catch (error) {
    return { status: 'failed', summary: error.message };
  }
}

function answerTo({ node, step, prompt }) {
  const move = moves[basename(step.file, '.md')];
  if (!move) {
    return {
      status: 'failed',
      summary:
        'The sample agent knows the sample plan only. Choose another agent in the setting stageRunner.agent.',
    };
  }
  switch (node) {
    case 'orient':
      return { status: 'complete', ...move.orient() };
    case 'implement':
      return { status: 'complete', summary: move.implement(guidance(prompt), say) };
    case 'edge_case_sweep':
      return { status: 'complete', ...move.sweep(say) };
    case 'independent_review':
      return {
        status: 'complete',
        summary: 'Read the changed files against the acceptance criteria.',
        review_report: 'Nothing to find: every acceptance criterion has a test that holds.',
      };
    case 'write_handoff':
      say(`writing ${relative('.', task.handoff)}`);
      writeFileSync(task.handoff, handoff(task, move));
      move.note?.(task.notes);
      return { status: 'complete', summary: 'The handoff is written.', step_summary: move.summary };
    default:
      return { status: 'failed', summary: `The sample agent does not know what to do at "${node}".` };
  }
}

/** What a person asked for, at the deviation gate or at the review. */
function guidance(prompt) {
  const asked = material(prompt, 'what to mend this time') || material(prompt, 'guidance from the user');
  return /^(proceed|revise)?$/i.test(asked) ? '' : asked;
}
