/** @returns {string} what the prompt quotes between its begin and end lines, or nothing */
export function material(prompt, title) {
  const lines = prompt.split('\n');
  const begin = lines.findIndex((line) => line.startsWith(`----- begin ${title}`));
  if (begin < 0) return '';
  const end = lines.findIndex((line, index) => index > begin && line.startsWith('----- end'));
  return lines
    .slice(begin + 1, end < 0 ? lines.length : end)
    .join('\n')
    .trim();
}
