import * as vscode from 'vscode';
import type { CheckpointRefusal } from '../../core/checkpoints/checkpoint';
import { plainText } from '../plainText';

/** Says why something was not done, and what can be done about it. */
export function tellRefusal({ detail, wayOut }: CheckpointRefusal): void {
  void vscode.window.showWarningMessage(plainText(`${detail} ${wayOut}`, 1000));
}
