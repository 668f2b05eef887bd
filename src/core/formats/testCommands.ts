/** The commands of a plan's "Test commands" section (coyote.md 1.2), as a person would type them. */
import { fences } from './sections';

/** Fences in other languages are examples, not commands. */
const SHELLS = [
  '',
  'sh',
  'bash',
  'zsh',
  'fish',
  'shell',
  'console',
  'terminal',
  'shell-session',
  'shellsession',
];
const WINDOWS_SHELLS = ['powershell', 'pwsh', 'ps1', 'cmd', 'bat', 'batch', 'text', 'txt'];

/**
 * In order: the lines of fenced blocks (of a block with `$ ` prompts only those lines), lines after `$ `, and list
 * items that begin with a code span. Comments and blank lines are dropped; a line that ends with `\` goes on.
 */
export function testCommands(section: readonly string[]): string[] {
  const code = new Map(fences(section).map((fence) => [fence.from - 1, fence]));
  const commands: string[] = [];
  for (let index = 0; index < section.length; index += 1) {
    const fence = code.get(index);
    if (fence === undefined) {
      commands.push(...looseCommand(section[index] ?? ''));
    } else {
      // What follows a fence that is never closed is prose as likely as commands, and prose is not run.
      if (fence.to !== undefined && isShell(fence.language)) {
        commands.push(...fencedCommands(section.slice(fence.from, fence.to)));
      }
      index = fence.to ?? section.length;
    }
  }
  return commands;
}

function isShell(language: string): boolean {
  return SHELLS.includes(language) || WINDOWS_SHELLS.includes(language);
}

/** Nobody types a longer command; matching runs of backquotes takes the square of their length. */
const LONGEST_LINE = 2000;

function looseCommand(line: string): string[] {
  if (line.length > LONGEST_LINE) return [];
  const prompt = /^\s*\$ +(.*)$/.exec(line.trimEnd())?.[1];
  const item = /^\s*(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?(`+)(.+?)\1/.exec(line)?.[2];
  const command = (prompt ?? item?.replace(/^\s*\$ +/, '') ?? '').trim();
  return command === '' || command.startsWith('#') ? [] : [command];
}

function fencedCommands(lines: readonly string[]): string[] {
  const whole = joinContinued(lines.map((line) => line.trim()));
  const prompted = whole.filter((line) => line.startsWith('$ ')).map((line) => line.slice(2).trim());
  const commands = prompted.length > 0 ? prompted : whole;
  return commands.filter((line) => line !== '' && !line.startsWith('#'));
}

function joinContinued(lines: readonly string[]): string[] {
  const whole: string[] = [];
  let open = false;
  for (const line of lines) {
    const part = line.endsWith('\\') ? line.slice(0, -1).trim() : line;
    if (open) whole.push(`${whole.pop() ?? ''} ${part}`);
    else whole.push(part);
    open = line.endsWith('\\');
  }
  return whole;
}
