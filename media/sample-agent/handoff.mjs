// The handoff of the sample agent: front matter, eight sections, the evidence as it was given.

import { material } from './material.mjs';

/** @returns {string} the document for `task`, in the words of `move` */
export function handoff(task, move) {
  return `---
step: ${Number(task.step.number)}
title: ${task.step.title}
result: complete
---

## Summary
${move.summary}

## Completed
${move.completed.map((line, index) => `${index + 1}. ${line}`).join('\n')}

## Not completed
None

## Deviations
${move.deviations}

## Downstream plan updates
${material(task.prompt, 'downstream plan updates') || 'None'}

## Edge cases discovered
${material(task.prompt, 'edge cases') || 'None'}

## Evidence
${material(task.prompt, 'evidence')}

## Notes for next step
None
`;
}
