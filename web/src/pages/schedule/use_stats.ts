// The schedule's figures, every two seconds for as long as somebody looks.

import { useSignal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

import { get } from '../../api/client';
import type { ScheduleStats } from '../../api/types';
import { serverIsAheadBy } from './server_time';
import { withSample, type Sample } from './rates';

const EVERY_MS = 2000;

export interface Stats {
  /** None until they have come. */
  latest: Signal<ScheduleStats | null>;
  samples: Signal<Sample[]>;
}

export function useStats(): Stats {
  const latest = useSignal<ScheduleStats | null>(null);
  const samples = useSignal<Sample[]>([]);
  useEffect(() => {
    const controller = new AbortController();
    const look = async () => {
      if (document.hidden) return;
      try {
        const stats = await get<ScheduleStats>('/api/schedule/stats', {}, controller.signal);
        const at = Date.parse(stats.now);
        serverIsAheadBy.value = at - Date.now();
        latest.value = stats;
        samples.value = withSample(samples.value, { at, ...stats.totals });
      } catch {
        // The head of the page says that the server is away; the charts have a gap.
      }
    };
    void look();
    const timer = setInterval(() => void look(), EVERY_MS);
    return () => (clearInterval(timer), controller.abort());
  }, []);
  return { latest, samples };
}
