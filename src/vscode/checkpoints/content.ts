/** Files as a checkpoint has them, read-only, for the editor's comparisons. */
import * as vscode from 'vscode';
import { readAddress, type CheckpointAddress } from './address';
import type { CheckpointShelf } from './shelf';

const SCHEME = 'stage-runner-checkpoint';
/** A comparison asks for the size of a file and then for the file. */
const KEPT = 20;

/** Where the editor reads a file of a checkpoint. `file` is where it lies on the disk: both sides show one path. */
export function checkpointUri(address: CheckpointAddress, file: vscode.Uri): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: file.path, query: JSON.stringify(address) });
}

export class CheckpointFiles implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;
  private readonly registration = vscode.workspace.registerFileSystemProvider(SCHEME, this, {
    isReadonly: true,
    isCaseSensitive: true,
  });
  private readonly read = new Map<string, Promise<Buffer | undefined>>();

  constructor(private readonly shelf: CheckpointShelf) {}

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { length } = await this.readFile(uri);
    // What a checkpoint holds never changes.
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: length };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const key = uri.toString();
    const reading = this.read.get(key) ?? this.fileAt(uri);
    this.read.set(key, reading);
    reading.catch(() => this.read.delete(key));
    const [oldest] = this.read.keys();
    if (this.read.size > KEPT && oldest !== undefined) this.read.delete(oldest);
    const content = await reading;
    if (content === undefined) {
      // git may only have been away.
      this.read.delete(key);
      throw vscode.FileSystemError.FileNotFound(uri);
    }
    return content;
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }

  private async fileAt({ query }: vscode.Uri): Promise<Buffer | undefined> {
    const address = readAddress(
      query,
      (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath),
    );
    if (address === undefined) return undefined;
    const { checkpoints } = await this.shelf.opened(address.folder);
    return checkpoints.fileAt(address.checkpoint, address.path);
  }
}
