// Data of the server in a component.

import { useSignal, type Signal } from '@preact/signals';
import { useCallback, useEffect, useRef } from 'preact/hooks';

import { ApiError } from '../api/client';

export interface Loaded<T> {
  data: Signal<T | null>;
  error: Signal<ApiError | null>;
  loading: Signal<boolean>;
  /** Asks again; what is shown stays until the answer is there. */
  reload: () => void;
}

/** Calls `load` at first and whenever `key` changes. An answer that comes late, for an earlier key, is dropped. */
export function useLoaded<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const data = useSignal<T | null>(null);
  const error = useSignal<ApiError | null>(null);
  const loading = useSignal(true);
  const latest = useRef(load);
  latest.current = load;
  const running = useRef<AbortController | null>(null);

  const reload = useCallback(() => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    loading.value = true;
    latest.current(controller.signal).then(
      (result) => {
        if (controller.signal.aborted) return;
        data.value = result;
        error.value = null;
        loading.value = false;
      },
      (reason: unknown) => {
        if (controller.signal.aborted) return;
        error.value = reason instanceof ApiError ? reason : new ApiError(0, String(reason));
        loading.value = false;
      },
    );
  }, []);

  useEffect(() => {
    reload();
    return () => running.current?.abort();
  }, [key]);
  return { data, error, loading, reload };
}
