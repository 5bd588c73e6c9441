// A log from a file: CVAT's export of its events, or anything that `retally import` takes.

import { useSignal } from '@preact/signals';

import { formatCount } from '../format';
import { link } from '../router';
import { may, session } from '../session';
import './import.css';
import { cancelImport, importFile, importing, type Importing } from './import/importing';

export function ImportPage() {
  const current = importing.value;
  return (
    <>
      <h1>Import</h1>
      {may.ingest.value ? (
        <>
          <p class="muted">
            Events from before retally listened come from CVAT’s export: <em>Analytics → Export events</em>, or <code>GET /api/events</code>. A CSV, an
            event a line in JSON, or one array of JSON, gzipped or not. What was taken before is not counted again.
          </p>
          <p class="muted">
            Very large logs go faster from a terminal: <code>retally import logs.csv.gz --server {location.origin}</code>
          </p>
          <Chooser busy={current?.state === 'running'} />
          {current && <Import of={current} />}
        </>
      ) : (
        <p class="notice">You may not send events: that takes a token with the scope “ingest”. Ask whoever runs the server for one.</p>
      )}
    </>
  );
}

function Chooser({ busy }: { busy: boolean }) {
  const over = useSignal(false);
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file && !busy) void importFile(file);
  };
  return (
    <div
      class={`drop${over.value ? ' drop-over' : ''}`}
      onDragOver={(event) => (event.preventDefault(), (over.value = true))}
      onDragLeave={() => (over.value = false)}
      onDrop={(event) => {
        event.preventDefault();
        over.value = false;
        take(event.dataTransfer?.files);
      }}
    >
      <label for="log">Choose a log, or drop it here</label>
      <input
        id="log"
        type="file"
        accept=".csv,.json,.ndjson,.jsonl,.gz"
        disabled={busy}
        onChange={(event) => {
          take(event.currentTarget.files);
          event.currentTarget.value = ''; // the same file may be chosen again
        }}
      />
    </div>
  );
}

const SAID: Record<Importing['state'], string> = {
  running: 'Importing',
  done: 'Imported',
  cancelled: 'Cancelled',
  failed: 'Not imported to its end',
};

function Import({ of: { file, state, progress, problem } }: { of: Importing }) {
  const percent = file.size === 0 ? 100 : Math.floor((100 * progress.read) / file.size);
  return (
    <section class="card" aria-labelledby="import-title">
      <div class="page-head">
        <h2 id="import-title">
          {SAID[state]}: {file.name}
        </h2>
        {state === 'running' && (
          <button type="button" onClick={cancelImport}>
            Cancel
          </button>
        )}
      </div>
      {state === 'running' && (
        <div class="import-progress">
          <progress max={100} value={percent} aria-labelledby="import-title" />
          <span class="number">{percent} %</span>
        </div>
      )}
      <p role="status" class="told">
        {progress.waiting && `${progress.waiting} What was not answered is sent again.`}
        {state === 'done' && `All ${formatCount(progress.counts.events)} events are on disk.`}
        {state === 'cancelled' && 'What was sent until then is counted. Import the file again to go on: nothing counts twice.'}
      </p>
      {problem && (
        <p class="bad" role="alert">
          {problem}
        </p>
      )}
      <Counts of={progress.counts} />
      {state === 'done' && progress.counts.new > 0 && (
        <p>
          The reports follow within {formatMinutes(session.value?.max_wait_ms ?? 0)}: <a href={link('/')}>look at them</a>, or at{' '}
          <a href={link('/schedule')}>what waits</a>.
        </p>
      )}
      {progress.rejects.length > 0 && <Rejects of={progress.rejects} total={progress.counts.rejected} />}
    </section>
  );
}

const formatMinutes = (milliseconds: number): string => {
  const minutes = Math.ceil(milliseconds / 60_000);
  return minutes <= 1 ? 'a minute' : `${formatCount(minutes)} minutes`;
};

function Counts({ of: counts }: { of: Importing['progress']['counts'] }) {
  const rows: [string, number][] = [
    ['New', counts.new],
    ['Known already', counts.known],
    ['Of no interest', counts.no_interest],
    ['Rejected', counts.rejected],
    // Only where there are any: of CVAT's own log there are none.
    ...(counts.warnings > 0 ? [['Without a count', counts.warnings] as [string, number]] : []),
  ];
  return (
    <dl class="counts">
      {rows.map(([name, count]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class="number">{formatCount(count)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Rejects({ of: rejects, total }: { of: Importing['progress']['rejects']; total: number }) {
  return (
    <>
      <h3>Rejected</h3>
      <div class="entries-box" tabIndex={0} role="region" aria-label="Rejected events">
        <table class="entries">
          <thead>
            <tr>
              <th scope="col" class="right number">
                Line
              </th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {rejects.map(({ line, reason }, i) => (
              <tr key={i}>
                <td class="right number" data-title="Line">
                  {formatCount(line)}
                </td>
                <td class="reason" data-title="Why">
                  {reason}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {total > rejects.length && (
        <p class="muted">
          {formatCount(total - rejects.length)} more are not listed here. The server keeps the latest: <code>GET /api/rejects</code>.
        </p>
      )}
    </>
  );
}
