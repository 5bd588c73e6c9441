// The frame around every page: where to go, who is signed in, and whether the page is live.

import { useEffect, useRef } from 'preact/hooks';

import { get } from './api/client';
import type { Kind, Session } from './api/types';
import { connection, startLive } from './live/live';
import { followStandings } from './live/states';
import { FindPage } from './pages/find';
import { ImportPage } from './pages/import';
import { ReportPage } from './pages/report';
import { SchedulePage } from './pages/schedule';
import { SignIn } from './pages/sign_in';
import { link, path } from './router';
import { forgetToken, session, signInNeeded, token } from './session';
import { ApiError } from './api/client';
import { Problem } from './ui/problem';
import { dark, toggleTheme } from './ui/theme';
import { useLoaded } from './ui/use_loaded';

startLive();
followStandings();

const REPORT = /^\/(project|task|job)s\/(\d{1,18})$/;

function Page() {
  const report = REPORT.exec(path.value);
  if (report) return <ReportPage key={path.value} kind={report[1] as Kind} id={Number(report[2])} />;
  if (path.value === '/schedule') return <SchedulePage />;
  if (path.value === '/import') return <ImportPage />;
  if (path.value === '/') return <FindPage />;
  return <Problem error={new ApiError(404, `There is no page ${path.value}.`)} />;
}

function Link({ to, children }: { to: string; children: string }) {
  return (
    <a href={link(to)} aria-current={path.value === to ? 'page' : undefined}>
      {children}
    </a>
  );
}

const CONNECTIONS = { connecting: 'connecting …', live: 'live', lost: 'connection lost, trying again …' };

function Header() {
  return (
    <header class="top">
      <a class="brand" href={link('/')}>
        retally
      </a>
      <nav aria-label="Pages">
        <Link to="/">Find</Link>
        <Link to="/schedule">Schedule</Link>
        <Link to="/import">Import</Link>
      </nav>
      <div class="top-end">
        {session.value && (
          <span class={`connection connection-${connection.value}`} role="status">
            {CONNECTIONS[connection.value]}
          </span>
        )}
        <button type="button" class="quiet" onClick={toggleTheme} aria-label={dark.value ? 'Use light colours' : 'Use dark colours'}>
          {dark.value ? '☀' : '☾'}
        </button>
        {session.value?.token_needed && (
          <button type="button" class="quiet" onClick={forgetToken}>
            Sign out
          </button>
        )}
      </div>
    </header>
  );
}

/** What is below asks only when it is known who the reader is. */
function Gate() {
  const { data, error, reload } = useLoaded<Session>(token.value, async (signal) => {
    const found = await get<Session>('/api/session', {}, signal);
    session.value = found;
    signInNeeded.value = false;
    return found;
  });
  // A server that was away when the page came is asked again, until it is there.
  useEffect(() => {
    if (error.value?.status !== 0) return;
    const timer = setTimeout(reload, 3000);
    return () => clearTimeout(timer);
  }, [error.value]);
  if (signInNeeded.value) return <SignIn />;
  if (error.value) return <Problem error={error.value} retry={reload} />;
  if (!data.value || !session.value) return <p class="muted">Loading …</p>;
  return <Page />;
}

export function App() {
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  // Whoever uses a keyboard or listens is taken to the new page, not left in the menu.
  useEffect(() => {
    if (!first.current) main.current?.focus();
    first.current = false;
  }, [path.value]);
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => (event.preventDefault(), main.current?.focus())}>
        Skip to the content
      </a>
      <Header />
      <main id="main" ref={main} tabIndex={-1}>
        <Gate />
      </main>
      <footer class="bottom muted">{session.value && `retally ${session.value.version}`}</footer>
    </>
  );
}
