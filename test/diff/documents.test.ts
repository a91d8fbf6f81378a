import { differingDocuments, documentsWith } from '../../lib/diff/documents';

const differing = (before: string, after: string) =>
  differingDocuments(new Map([['a.yaml', before]]), new Map([['a.yaml', after]])).map((texts) =>
    texts.get('a.yaml'),
  );

test('leaves out documents that both sides have, and keeps the lines of the others', () => {
  expect(differing('a: 1\n---\nb: 1\nb2: 1\n---\nc: 1\n', 'a: 1\n---\nb: 2\n---\nc: 1\n')).toEqual([
    '\n\nb: 1\nb2: 1\n---\n\n',
    '\n\nb: 2\n---\n\n',
  ]);
});

test('leaves out files that are the same, and keeps those that only one side has', () => {
  const [old, now] = differingDocuments(
    new Map([
      ['same.yaml', 'a: 1'],
      ['gone.yaml', 'b: 1'],
    ]),
    new Map([
      ['same.yaml', 'a: 1'],
      ['new.yaml', 'c: 1'],
    ]),
  );
  expect([[...old], [...now]]).toEqual([[['gone.yaml', 'b: 1']], [['new.yaml', 'c: 1']]]);
});

test('takes no line of a text for the end of a document', () => {
  const text = (end: string) => `a: |\n  ---\n  ${end}\n`;
  expect(differing(text('x'), text('y'))).toEqual([text('x'), text('y')]);
});

test('leaves a file whole whose directives stand for all of it', () => {
  const text = (b: string) => `%YAML 1.1\n---\na: 1\n...\n---\nb: ${b}\n`;
  expect(differing(text('1'), text('2'))).toEqual([text('1'), text('2')]);
});

test('finds documents by a word', () => {
  expect(documentsWith('kind: A\n---\nkind: B\n', /^kind: B$/m)).toBe('\n\nkind: B\n');
  expect(documentsWith('kind: A\n', /^kind: B$/m)).toBeUndefined();
});
