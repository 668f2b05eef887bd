// The handoff of the sample agent: front matter, eight sections, the evidence as it was given.

/** The text under a heading of the prompt, up to the next heading of the same or a higher level. */
function section(prompt, title) {
  const start = new RegExp(`^(#+) .*${title}.*$`, 'im').exec(prompt);
  if (!start) return '';
  const rest = prompt.slice(start.index + start[0].length);
  const end = new RegExp(`^#{1,${start[1].length}} `, 'm').exec(rest);
  return rest.slice(0, end?.index).trim();
}

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
${section(task.prompt, 'downstream') || 'None'}

## Edge cases discovered
${section(task.prompt, 'edge cases') || 'None'}

## Evidence
${section(task.prompt, 'evidence')}

## Notes for next step
None
`;
}
