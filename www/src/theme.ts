// Light or dark: the system's choice until the visitor makes another. `public/theme.js` applies it before the first paint.
import { computed, signal } from '@preact/signals';

type Theme = 'light' | 'dark';
const KEY = 'demo.theme';

const prefersDark = matchMedia('(prefers-color-scheme: dark)');
const system = signal<Theme>(prefersDark.matches ? 'dark' : 'light');
const chosen = signal(document.documentElement.dataset.theme as Theme | undefined);
prefersDark.addEventListener('change', ({ matches }) => {
  system.value = matches ? 'dark' : 'light';
});

export const theme = computed(() => chosen.value ?? system.value);

export function toggleTheme(): void {
  const other: Theme = theme.value === 'dark' ? 'light' : 'dark';
  // Back at the system's choice, the page follows the system again.
  chosen.value = other === system.value ? undefined : other;
  if (chosen.value) document.documentElement.dataset.theme = chosen.value;
  else delete document.documentElement.dataset.theme;
  try {
    if (chosen.value) localStorage.setItem(KEY, chosen.value);
    else localStorage.removeItem(KEY);
  } catch {
    /* storage is blocked: for this page only */
  }
}
