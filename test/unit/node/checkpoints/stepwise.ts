import { gitCommand, type GitCommand } from '../../../../src/node/checkpoints/gitCommand';

/**
 * A git that calls back with the name of each command before it does anything: for one that is started early, when it
 * gets what it waits for.
 */
export function stepwise(step: (command: string) => void): GitCommand {
  return (asked) => {
    const command = asked.args.find((arg) => /^[a-z]+-?[a-z]+$/.test(arg)) ?? '';
    const { input } = asked;
    if (!(input instanceof Promise)) {
      step(command);
      return gitCommand(asked);
    }
    const given = input.then((text) => {
      if (text.length > 0) step(command);
      return text;
    });
    return gitCommand({ ...asked, input: given });
  };
}
