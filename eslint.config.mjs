import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import ts from 'typescript-eslint';

export default ts.config(
  { ignores: ['node_modules/', 'dist/', '.next/', 'public/', 'next-env.d.ts', 'src/server/adapters/postgres/generated/', 'e2e/bundles/', 'bundles/', 'cfg/', 'data/'] },
  js.configs.recommended,
  ...ts.configs.recommendedTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    files: ['**/*.ts', '**/*.tsx'],
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only src/server/config reads the environment; take what you need as a parameter.' },
      ],
    },
  },
  { files: ['app/**/*.tsx', 'src/bundles/**/*.tsx'], ...hooks.configs.flat['recommended-latest'] },
  { files: ['src/server/config/**', 'e2e/**', '**/*.test.ts', '**/*.test.tsx', '*.config.*'], rules: { 'no-restricted-properties': 'off' } },
  { files: ['**/*.mjs'], ...ts.configs.disableTypeChecked, languageOptions: { globals: globals.node } },
);
