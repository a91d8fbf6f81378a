import { readFiles } from '../../lib/manifest/read-folder';

const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart' } };

const read = (file: string, text: string) => {
  const { manifests, problems } = readFiles([[file, text]]);
  return [...manifests.map(({ manifest }) => manifest.metadata.name), ...problems];
};

test.each([
  ['an object', JSON.stringify(service), ['cart']],
  ['an object behind a byte order mark', `\ufeff${JSON.stringify(service)}`, ['cart']],
  ['an object with tabs', JSON.stringify(service, undefined, '\t'), ['cart']],
  [
    'the objects of a list',
    JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [service, service] }),
    ['cart', 'cart'],
  ],
  ['nothing of other data', '{ "name": "cart", "version": "1.0.0" }', []],
  ['nothing of a list', '[1]', []],
  ["nothing of a tool's settings", '{ /* a comment */ }', []],
])('reads %s', (_, text, found) => {
  expect(read('a.json', text)).toEqual(found);
});

test('tells what is broken', () => {
  expect(read('a.json', '{\n"kind":\n')).toEqual([
    expect.stringMatching(/^a\.json:3 is no JSON: Unexpected end/),
  ]);
  expect(read('a.json', JSON.stringify({ ...service, metadata: {} }))).toEqual([
    'a.json:1 is no Kubernetes object: it needs apiVersion, kind and metadata.name',
  ]);
  const deep = `{"apiVersion":"v1","kind":"A","metadata":{"name":"a"},"a":${'['.repeat(300)}${']'.repeat(300)}}`;
  expect(read('a.json', deep)).toEqual(['a.json:1 is nested more than 200 levels deep']);
});

test.each([
  ['a comment in front', '// a comment\n{"kind": 1}', "1 is no JSON: Unexpected token '/'"],
  [
    'a comma too much',
    '{\n"kind": "A",\n}\n\n',
    '3 is no JSON: Expected double-quoted property name',
  ],
  [
    'a comma too few',
    '{\n"kind": "A"\n\n"b": 1\n}',
    "4 is no JSON: Expected ',' or '}' after property value",
  ],
  ['a wrong number', '{"kind": [1, .5]}\n', "1 is no JSON: Unexpected token '.'"],
  ['a wrong word', '{"kind": yes}\n', "1 is no JSON: Unexpected token 'y'"],
  ['a wrong escape', '{\n"kind": "\\x"\n}', '2 is no JSON: Bad escaped character'],
  [
    'two lines in a text',
    '{\n"kind": "a\nb"}',
    '2 is no JSON: Bad control character in string literal',
  ],
  [
    'two objects',
    '{"kind": 1}\n{}',
    '2 is no JSON: Unexpected non-whitespace character after JSON',
  ],
  [
    'a bracket of the other kind',
    '{"kind": [1\n}]',
    "2 is no JSON: Expected ',' or ']' after array element",
  ],
  [
    'a key that stands twice',
    '{"apiVersion": "v1",\n"kind": "A", "a": {"b": [],\n"\\u0062": []}}',
    '3 has the key "b" twice',
  ],
  [
    'a list of objects',
    '\n[{"apiVersion": "v1", "kind": "A"}]',
    '2 is no Kubernetes object: it needs apiVersion, kind and metadata.name',
  ],
])('tells the line of %s', (_, text, problem) => {
  expect(read('a.json', text)).toEqual([`a.json:${problem}`]);
});

test('shows nothing of a Secret that is no JSON', () => {
  const [problem] = read('a.json', '{"kind": "Secret", "a": hunter2 }');
  expect(problem).toBe("a.json:1 is no JSON: Unexpected token 'h'");
});

test('leaves to kustomize what it fills in', () => {
  const text = 'resources: [a.yaml]\n';
  expect(read('shop/kustomization.yaml', text)).toEqual([]);
  expect(read('shop/Kustomization.yml', text)).toEqual([]);
  expect(read('shop/values.yaml', text)).toEqual([expect.stringContaining('no Kubernetes object')]);
});

test('calls an object that a cluster names by what the name begins with', () => {
  const hook = 'apiVersion: batch/v1\nkind: Job\nmetadata: { generateName: migrate- }\n';
  expect(read('a.yaml', hook)).toEqual(['migrate-']);
});
