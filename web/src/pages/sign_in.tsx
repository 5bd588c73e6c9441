// For a server that asks for a token.

import { useSignal } from '@preact/signals';

import { get, ApiError } from '../api/client';
import type { Session } from '../api/types';
import { keepToken, session, signInNeeded, token } from '../session';

export function SignIn() {
  const text = useSignal('');
  const problem = useSignal('');

  const submit = async (event: Event) => {
    event.preventDefault();
    problem.value = '';
    keepToken(text.value.trim());
    try {
      session.value = await get<Session>('/api/session');
      signInNeeded.value = false;
    } catch (error) {
      const refused = error instanceof ApiError && error.status === 401;
      problem.value = refused ? 'The server does not know this token.' : String((error as Error).message);
      token.value = '';
    }
  };

  return (
    <form class="card sign-in" onSubmit={submit}>
      <h1>Sign in</h1>
      <p class="muted">This server asks for a token. It is kept until you close this tab.</p>
      <label for="token">Token</label>
      <input
        id="token"
        type="password"
        autocomplete="off"
        required
        value={text.value}
        onInput={(event) => (text.value = event.currentTarget.value)}
        aria-describedby="token-problem"
        aria-invalid={problem.value !== ''}
      />
      <p id="token-problem" class="bad" role="alert">
        {problem.value}
      </p>
      <button type="submit" class="primary">
        Sign in
      </button>
    </form>
  );
}
