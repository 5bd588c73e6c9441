// How old the report is, when the next one comes, and a way to have it now.

import { useSignal } from '@preact/signals';

import { ApiError } from '../api/client';
import type { Kind, Resource } from '../api/types';
import { formatMoment, formatRelative } from '../format';
import { standings, rootOf } from '../live/states';
import { may } from '../session';
import { now } from '../ui/now';
import { renew } from './renew';

export function Renewal({ kind, resource, renewed }: { kind: Kind; resource: Resource; renewed: () => void }) {
  const busy = useSignal(false);
  const told = useSignal('');
  const standing = standings.value.get(rootOf(kind, resource));
  const { created, due } = resource.report;

  const ask = async () => {
    busy.value = true;
    told.value = 'Being computed …';
    try {
      await renew(kind, resource.id);
      told.value = 'Renewed just now.';
      renewed();
    } catch (error) {
      told.value = error instanceof ApiError ? error.message : String(error);
    } finally {
      busy.value = false;
    }
  };

  return (
    <div class="renewal">
      <span class="muted">
        {created ? (
          <time dateTime={created} title={formatMoment(created)}>
            Computed {formatRelative(created, now.value)}
          </time>
        ) : (
          'Not computed yet'
        )}
        {standing === 'running' && ', being renewed now'}
        {standing === 'failed' && ', the last update has failed'}
        {standing !== 'running' && due && (
          <>
            {', next update '}
            <time dateTime={due} title={formatMoment(due)}>
              {Date.parse(due) > now.value ? formatRelative(due, now.value) : 'now'}
            </time>
          </>
        )}
      </span>
      {may.operate.value && (
        <button type="button" disabled={busy.value || resource.deleted} onClick={() => void ask()}>
          {busy.value ? 'Updating …' : 'Update now'}
        </button>
      )}
      <span role="status" class="muted">
        {told.value}
      </span>
    </div>
  );
}
