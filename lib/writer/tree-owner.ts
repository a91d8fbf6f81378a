import { statSync } from 'node:fs';
import { hostname } from 'node:os';

/** Whether a run is still at work; `unknown` when it ran on another host. */
export type OwnerState = 'alive' | 'dead' | 'unknown';

/** An owner that is always dead: what it leaves behind may be taken over at once. */
export const NOBODY = 'owner-0-0-nowhere';

const OWNER = /^owner-(\d+)-([0-9a-z]+)-(.*)$/;

/** A new name for a run of this process: its pid, what tells its runs apart, and its host. */
export function nameOwner(): string {
  return `owner-${process.pid}-${nameOnce()}-${thisHost()}`;
}

/** A name that no other run uses. */
export function nameOnce(): string {
  return Math.random().toString(36).slice(2, 12).padEnd(10, '0');
}

/** Whether `name` is an owner's. */
export function isOwner(name: string): boolean {
  return OWNER.test(name);
}

/** The pid in an owner's name. */
export function pidOf(owner: string): number {
  return Number(OWNER.exec(owner)?.[1] ?? 0);
}

/** Whether `owner`, who left the entry at `path`, is still at work. */
export function stateOf(owner: string, path: string): OwnerState {
  const pid = pidOf(owner);
  if (pid === 0) return 'dead';
  if (OWNER.exec(owner)?.[3] !== thisHost()) return 'unknown';
  return isRunning(pid) && !isOlderThanThisProcess(pid, path) ? 'alive' : 'dead';
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EPERM';
  }
}

// A container that is started again gives the same pids to the same processes.
function isOlderThanThisProcess(pid: number, path: string): boolean {
  if (pid !== process.pid) return false;
  const left = statSync(path, { throwIfNoEntry: false })?.ctimeMs;
  return left !== undefined && left < Date.now() - process.uptime() * 1000;
}

function thisHost(): string {
  return hostname()
    .replace(/[^\w.-]/g, '_')
    .slice(0, 64);
}
