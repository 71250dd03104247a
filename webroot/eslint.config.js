import prettier from 'eslint-config-prettier';
import vue from 'eslint-plugin-vue';
import { defineConfig } from 'eslint/config';
import ts from 'typescript-eslint';
import vueParser from 'vue-eslint-parser';

export default defineConfig(
  { ignores: ['dist/', 'node_modules/', 'target/', 'src/api/contract.ts'] },
  ts.configs.recommended,
  vue.configs['flat/recommended'],
  {
    files: ['src/**/*.vue'],
    languageOptions: { parser: vueParser, parserOptions: { parser: ts.parser } },
  },
  {
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'vue/multi-word-component-names': 'off',
      // vue-tsc sees exhaustive switches, this rule does not.
      'vue/return-in-computed-property': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      // A string from outside must never become markup, and the content security policy forbids the rest.
      'vue/no-v-html': 'error',
      'vue/no-static-inline-styles': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
    },
  },
  { files: ['dev/**/*.mjs'], languageOptions: { globals: globalsOfNode() }, rules: { 'no-console': 'off' } },
  prettier,
);

function globalsOfNode() {
  return Object.fromEntries(
    [
      'process',
      'console',
      'Buffer',
      'URL',
      'setTimeout',
      'setInterval',
      'clearTimeout',
      'clearInterval',
      'window',
      'document',
    ].map((name) => [name, 'readonly']),
  );
}
