/** The built-in actions by name, and where each may lead (formats/coyote.md 1.7). */
import type { NodeId } from './graph';

/** The `_next` that an action may give, beside the node's own `next` and `fallback`. */
export const BUILTIN_ROUTES: Readonly<Record<string, readonly NodeId[]>> = {
  resolve_step: ['gate_blocked', 'end_failure'],
  route_staleness: ['implement', 'gate_deviation'],
  route_coder_result: ['verify_format_lint', 'end_rejected', 'end_failure'],
  verify_format_lint: ['verify_build', 'fix_loop_gate'],
  verify_build: ['verify_tests', 'fix_loop_gate'],
  verify_tests: ['edge_case_sweep', 'fix_loop_gate'],
  fix_loop_gate: ['implement', 'end_failure'],
  route_sweep: ['independent_review', 'write_handoff'],
  route_review: ['implement', 'write_handoff'],
  check_handoff: ['gate_user_review', 'write_handoff', 'end_failure'],
  revise_from_choice: ['implement', 'get_revision'],
  gather_run: [],
  check_recap: ['end_failure'],
  route_result: ['end_rejected', 'end_failure'],
  verify_all: ['fix_loop_gate'],
  choose_batch: ['gate_blocked', 'finish'],
  apply_blocked: [],
  run_batch: ['gate_failed', 'choose_batch'],
  apply_failed: ['run_batch'],
  close_batch: [],
  halt_stage: [],
  finish_stage: [],
  gather_okstra_stage: ['gate_planned_files_changed', 'end_failure'],
  weigh_okstra_changes: [],
  route_okstra_edits: ['gate_out_of_plan'],
  answer_out_of_plan: ['implement'],
  validate_okstra_stage: ['fix_loop_gate'],
  carry_okstra_stage: ['end_failure'],
  finish_okstra_stage: [],
  take_okstra_batch: ['gate_blocked', 'finish'],
  run_in_order: ['gate_failed', 'choose_batch'],
  check_okstra_run: ['close_batch'],
  name_okstra_report: [],
  report_okstra_run: ['name_report', 'gate_review'],
};

/** The names that `loadGraph` takes as built-in. */
export const BUILTIN_ACTIONS: readonly string[] = Object.keys(BUILTIN_ROUTES);
