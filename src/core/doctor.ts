/** What "Check Setup" found, as a list that a person reads from the top: the problems first, each with what to do. */
import type { CheckCommand, CheckName, CheckRecord, CheckSource } from './checks';
import type { AgentFacts, FolderFacts, HostFacts, SetupFacts } from './setupFacts';

/** Translates; the shell hands in its own. */
export interface Translator {
  t(message: string, ...args: (string | number)[]): string;
}

/** What may be done about an item; the shell knows how. */
export type SetupFix =
  | { readonly do: 'trust' | 'openFolder' | 'openAgents' | 'chooseOther' | 'installGit' | 'reinstall' }
  | { readonly do: 'openTerminal'; readonly folder: string }
  | { readonly do: 'initRepository'; readonly folder: string }
  | { readonly do: 'chooseAgent'; readonly folder: string }
  | { readonly do: 'setCheck'; readonly folder: string; readonly check: CheckName }
  | { readonly do: 'showAgent'; readonly agent: string };

export interface SetupItem {
  readonly state: 'problem' | 'note' | 'ok';
  readonly title: string;
  readonly detail: string;
  readonly fix?: SetupFix;
}

const ORDER: readonly SetupItem['state'][] = ['problem', 'note', 'ok'];

/** The items, problems first, otherwise from the machine to the folders to the agents. */
export function setupItems(facts: SetupFacts, l10n: Translator): SetupItem[] {
  const items = [
    ...machineItems(facts, l10n),
    ...facts.folders.flatMap((folder) => folderItems(folder, facts, l10n)),
    ...facts.agents.map((agent) => agentItem(agent, l10n)),
  ];
  return ORDER.flatMap((state) => items.filter((item) => item.state === state));
}

function machineItems(facts: SetupFacts, l10n: Translator): SetupItem[] {
  const { trusted, git, folders, settingProblems } = facts;
  const items: SetupItem[] = [
    ...(git === undefined ? [] : [gitItem(git, l10n)]),
    launcherItem(facts, l10n),
    hostItem(facts.host, l10n),
  ];
  for (const problem of settingProblems)
    items.push({
      state: 'problem',
      title: l10n.t('A setting is not understood'),
      detail: problem,
      fix: { do: 'openAgents' },
    });
  if (!trusted)
    items.push({
      state: 'problem',
      title: l10n.t('Restricted Mode'),
      detail: l10n.t(
        'Plans are shown; running, answering and writing need a trusted workspace. No program is started here, so git, agents and checks are not looked at.',
      ),
      fix: { do: 'trust' },
    });
  else if (folders.length === 0)
    items.push({
      state: 'note',
      title: l10n.t('No folder is open'),
      detail: l10n.t('Plans and checks are looked for in workspace folders.'),
      fix: { do: 'openFolder' },
    });
  return items;
}

function gitItem(git: NonNullable<SetupFacts['git']>, l10n: Translator): SetupItem {
  if ('version' in git)
    return {
      state: 'ok',
      title: l10n.t('git {0}', git.version),
      detail: l10n.t('Runs are kept beside the repository.'),
    };
  const title = l10n.t('git does not answer');
  return { state: 'problem', title, detail: git.problem, fix: { do: 'installGit' } };
}

function launcherItem({ launcher, node }: SetupFacts, l10n: Translator): SetupItem {
  if ('file' in launcher)
    return { state: 'ok', title: l10n.t('Launcher with Node {0}', node), detail: launcher.file };
  const title = l10n.t('The launcher cannot be started');
  return { state: 'problem', title, detail: launcher.problem, fix: { do: 'reinstall' } };
}

function hostItem({ platform, remote }: HostFacts, l10n: Translator): SetupItem {
  const title =
    remote === ''
      ? l10n.t('Terminals on this computer: {0}', platform)
      : l10n.t('Terminals on the remote machine ({0}): {1}', remote, platform);
  const detail = l10n.t('Agents run where the files are, started by the launcher and by no shell.');
  return { state: 'ok', title, detail };
}

function folderItems(folder: FolderFacts, { agents }: SetupFacts, l10n: Translator): SetupItem[] {
  const records: SetupItem[] = [];
  if (folder.notWritable !== undefined)
    records.push({
      state: 'problem',
      title: l10n.t('{0}: runs cannot be recorded', folder.name),
      detail: `${folder.dataFolder}: ${folder.notWritable}`,
      fix: { do: 'openTerminal', folder: folder.path },
    });
  if (folder.noRepository !== undefined)
    records.push({
      state: 'note',
      title: l10n.t('{0}: no git repository', folder.name),
      detail: l10n.t('Runs are kept in the editor’s storage instead, and are lost with it.'),
      fix: { do: 'initRepository', folder: folder.path },
    });
  return [
    ...records,
    chosenItem(folder, agents, l10n),
    ...folder.checks.map((check) => checkItem(folder, check, l10n)),
  ];
}

function chosenItem(folder: FolderFacts, agents: readonly AgentFacts[], l10n: Translator): SetupItem {
  const fix: SetupFix = { do: 'chooseAgent', folder: folder.path };
  const chosen = agents.find(({ id }) => id === folder.agent);
  if (folder.agent === '')
    return {
      state: 'note',
      title: l10n.t('{0}: no agent is chosen', folder.name),
      detail: l10n.t('You are asked at the first run.'),
      fix,
    };
  if (chosen?.version === undefined)
    return {
      state: 'problem',
      title: l10n.t('{0}: the agent “{1}” cannot be started', folder.name, folder.agent),
      detail: chosen
        ? (chosen.problem ?? l10n.t('It does not answer.'))
        : l10n.t('No profile has this id; see the settings stageRunner.agent and stageRunner.agents.'),
      fix,
    };
  return {
    state: 'ok',
    title: l10n.t('{0}: steps are run by {1}', folder.name, chosen.title),
    detail: chosen.byDefault,
    fix: { do: 'showAgent', agent: chosen.id },
  };
}

function checkItem(folder: FolderFacts, found: CheckCommand | CheckRecord, l10n: Translator): SetupItem {
  const fix: SetupFix = { do: 'setCheck', folder: folder.path, check: found.check };
  if ('argvs' in found)
    return {
      state: 'ok',
      title: l10n.t('{0}: {1} with “{2}”', folder.name, found.check, found.display),
      detail: sourceWords(found.source, l10n),
      fix,
    };
  if (found.status === 'not_run')
    return {
      state: 'note',
      title: l10n.t('{0}: no {1} command', folder.name, found.check),
      detail: l10n.t(
        'The check is shown as “not run”, never as passed. Set stageRunner.checks.{0}.',
        found.check,
      ),
      fix,
    };
  return {
    state: 'problem',
    title: l10n.t('{0}: the {1} command cannot be run', folder.name, found.check),
    detail: [found.display, ...found.lines].join(' · '),
    fix,
  };
}

function sourceWords(source: CheckSource, l10n: Translator): string {
  switch (source) {
    case 'plan':
      return l10n.t('From the plan’s test commands.');
    case 'settings':
      return l10n.t('From the settings.');
    case 'environment':
      return l10n.t('From the environment of the editor.');
    case 'detected':
      return l10n.t('Found in the project’s build files.');
  }
}

function agentItem(
  { id, title, version, byDefault, granted, problem }: AgentFacts,
  l10n: Translator,
): SetupItem {
  if (version === undefined)
    return {
      state: 'ok',
      title: l10n.t('Agent {0}: not installed', title),
      detail: problem ?? byDefault,
      fix: { do: 'chooseOther' },
    };
  const grant = granted ? ` ${l10n.t('You granted it its answer folder.')}` : '';
  return {
    state: 'ok',
    title: l10n.t('Agent {0}: installed', title),
    detail: `${version}. ${byDefault}${grant}`,
    fix: { do: 'showAgent', agent: id },
  };
}
