// Writes src/api/contract.ts from the published document. A test fails while the two differ.
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const DOCUMENT = new URL('../../verticles/src/main/resources/contract/openapi.yaml', import.meta.url);
const FILE = new URL('../src/api/contract.ts', import.meta.url);

export async function generated() {
  const nodes = await openapiTS(DOCUMENT, { alphabetize: true, defaultNonNullable: false, silent: true });
  return `// Generated from openapi.yaml by \`npm run contract\`. Do not edit.\n\n${astToString(nodes)}`;
}

export const checkedIn = () => readFile(FILE, 'utf8');

if (process.argv[1] === new URL(import.meta.url).pathname) await writeFile(FILE, await generated());
