// Nothing there yet.

import { link } from '../router';

export function Welcome() {
  return (
    <section class="card welcome">
      <h2>Nothing there yet</h2>
      <p>retally listens where CVAT sends its event log. Give these to CVAT’s server and workers, and save something:</p>
      <pre tabIndex={0}>
        {`DJANGO_LOG_SERVER_HOST=${location.hostname}
DJANGO_LOG_SERVER_PORT=${location.port || (location.protocol === 'https:' ? 443 : 80)}
docker compose up -d cvat_server`}
      </pre>
      <p>
        What was annotated before comes from CVAT’s export of its events: <a href={link('/import')}>drop it on the import page</a>.
      </p>
    </section>
  );
}
