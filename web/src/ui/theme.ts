// Light or dark: as the system has it, until the reader chooses.

import { computed, effect, signal } from '@preact/signals';

type Choice = 'light' | 'dark' | null;
const KEY = 'retally-theme';
const system = matchMedia('(prefers-color-scheme: dark)');

const choice = signal<Choice>(localStorage.getItem(KEY) as Choice);
const systemDark = signal(system.matches);
system.addEventListener('change', (event) => {
  systemDark.value = event.matches;
});

export const dark = computed(() => (choice.value ? choice.value === 'dark' : systemDark.value));

export function toggleTheme(): void {
  choice.value = dark.value ? 'light' : 'dark';
  localStorage.setItem(KEY, choice.value);
}

export function followTheme(): void {
  effect(() => {
    document.documentElement.dataset.theme = dark.value ? 'dark' : 'light';
  });
}
