import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Objects } from '../../lib/checks/objects';
import { allRules } from '../../lib/checks/registry';
import { contextOf, rule } from '../../lib/checks/rule';

const ids = allRules().map(({ id }) => `${id}`);

test('each id is there once', () => {
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test('each rule that a finding is made with is registered', () => {
  const folder = join(__dirname, '../../lib/checks');
  const named = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [
      ...readFileSync(join(folder, file), 'utf8').matchAll(/\bfindingOf\(\s*'([^']+)'/g),
    ])
    .map(([, id = '']) => id);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((id) => !ids.includes(id))).toEqual([]);
});

test('a rule gives its findings its id and severity', () => {
  const entry = {
    manifest: { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' } },
    file: 'a.yaml',
    origin: 'a.yaml:1',
    owner: 'a.yaml',
    cluster: '',
  };
  const found = rule({
    id: 'a-rule',
    group: 'sense',
    severity: 'warning',
    summary: 'something',
    check: () => [{ entry, field: 'spec', message: 'is wrong', fix: 'mend it' }],
  });
  expect(found.check(new Objects([entry]), contextOf())).toEqual([
    {
      rule: 'a-rule',
      severity: 'warning',
      object: 'Service a',
      origin: 'a.yaml:1',
      field: 'spec',
      message: 'is wrong',
      fix: 'mend it',
    },
  ]);
});
