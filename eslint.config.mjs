import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import { defineConfig } from 'eslint/config';
import ts from 'typescript-eslint';

export default defineConfig(
  {
    ignores: [
      'node_modules/',
      'dist/',
      '.next/',
      'public/',
      'next-env.d.ts',
      'src/server/adapters/postgres/generated/',
      'e2e/bundles/',
      'bundles/',
      'cfg/',
      'data/',
    ],
  },
  js.configs.recommended,
  { files: ['**/*.ts', '**/*.tsx'], extends: [ts.configs.recommendedTypeChecked] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'no-console': 'error',
      // Ports are promises even where an adapter answers at once; our services are plain objects without `this`; names are checked for control characters.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
      'no-control-regex': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Only src/server/config reads the environment; take what you need as a parameter.',
        },
      ],
    },
  },
  { files: ['app/**/*.tsx', 'src/bundles/**/*.tsx'], ...hooks.configs.flat['recommended-latest'] },
  {
    files: ['src/server/config/**', 'e2e/**', '**/*.test.ts', '**/*.test.tsx', '*.config.*'],
    rules: { 'no-restricted-properties': 'off' },
  },
  // A page's log is the browser's console. Deleting from an array is NodeCG's operation, holes and all (compat.md 34, 53).
  { files: ['src/bundles/client/**'], rules: { 'no-console': 'off', '@typescript-eslint/no-array-delete': 'off' } },
  { files: ['**/*.mjs'], languageOptions: { globals: globals.node } },
);
