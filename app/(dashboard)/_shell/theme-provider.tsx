'use client';

import { createContext, useContext, useState, type ReactNode } from 'react';
import { rememberChoice, themeCookie, type Theme } from '../../_ui/preference-names.ts';

type ThemeChoice = { theme: Theme; choose(theme: Theme): void };
const ThemeContext = createContext<ThemeChoice | undefined>(undefined);

/** Holds the theme; the server renders the remembered one, so nothing flashes. */
export function ThemeProvider({ initial, children }: { initial: Theme; children: ReactNode }) {
  const [theme, setTheme] = useState(initial);
  const choose = (next: Theme) => {
    setTheme(next);
    document.documentElement.dataset.theme = next;
    rememberChoice(themeCookie, next);
  };
  return <ThemeContext value={{ theme, choose }}>{children}</ThemeContext>;
}

/** The chosen theme, and the way to choose another. */
export function useTheme(): ThemeChoice {
  const choice = useContext(ThemeContext);
  if (!choice) throw new Error('useTheme needs a ThemeProvider above it');
  return choice;
}
