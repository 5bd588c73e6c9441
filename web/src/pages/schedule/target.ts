// A target is scheduled by its short string, `project:7`; people know it by its name, and look at it on its page.

import { signal, type Signal } from '@preact/signals';

import { get } from '../../api/client';
import type { Kind, Resource } from '../../api/types';

const TARGET = /^(project|task|job):(\d+)$/;

/** None for what somebody else may have scheduled on the same queue. */
export function parseTarget(target: string): { kind: Kind; id: number } | undefined {
  const [, kind, id] = TARGET.exec(target) ?? [];
  return kind && id ? { kind: kind as Kind, id: Number(id) } : undefined;
}

const names = new Map<string, Signal<string>>();

/** The target's name; until it is known, and where it has none, what it is called in short. */
export function nameOf(target: string): Signal<string> {
  let name = names.get(target);
  if (!name) {
    name = signal(target.replace(':', ' '));
    names.set(target, name);
    void look(target, name);
  }
  return name;
}

async function look(target: string, name: Signal<string>): Promise<void> {
  const parsed = parseTarget(target);
  if (!parsed) return;
  try {
    const resource = await get<Resource>(`/api/${parsed.kind}s/${parsed.id}`);
    if (resource.name) name.value = resource.name;
  } catch {
    names.delete(target); // the next look may be luckier
  }
}
