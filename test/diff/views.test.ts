import { diff } from '../../lib/diff/diff';
import { diffInMarkdown } from '../../lib/diff/markdown';
import { diffInText } from '../../lib/diff/text';
import type { Manifest } from '../../lib/manifest/manifest';
import { file, object, workload } from './objects';

const inProd = (...manifests: readonly Manifest[]) => file('prod/shop/cart.yaml', ...manifests);
const config = (name: string, data: Record<string, string>) =>
  object('v1', 'ConfigMap', name, { data });

test('tells dangers first, then what goes, changes and comes', () => {
  const result = diff(
    inProd(
      workload({ kind: 'StatefulSet', name: 'db' }),
      config('old', {}),
      config('a', { x: '1' }),
    ),
    inProd(config('a', { x: '2' }), config('new', {})),
  );
  expect(
    diffInText(result)
      .split('\n')
      .filter((line) => /^ {2}\S/.test(line)),
  ).toEqual([
    '  - StatefulSet shop-prod/db',
    '  - ConfigMap shop-prod/old',
    '  ~ ConfigMap shop-prod/a',
    '  + ConfigMap shop-prod/new',
    '  who may call whom',
  ]);
});

test('tells the same of many objects once', () => {
  const many = (value: string) =>
    inProd(...Array.from({ length: 12 }, (_, i) => config(`c${i + 10}`, { x: value })));
  expect(diffInText(diff(many('1'), many('2')))).toBe(
    [
      'prod',
      '  ~ ConfigMap shop-prod/c10, c11, c12, c13, c14, c15, c16, c17 and 4 more',
      '      x: 1 -> 2',
      '',
      '12 changed',
      '',
    ].join('\n'),
  );
});

test('hides labels that follow an image, and names that follow a hash', () => {
  const text = diffInText(
    diff(
      inProd(workload({ labels: { version: 'v1' } })),
      inProd(workload({ image: 'example.com/cart:v2', labels: { version: 'v2' } })),
    ),
  );
  expect(text).toContain('      image: v1 -> v2\n      => restarts pods');
});

test('colours a danger only where it is asked to', () => {
  const result = diff(inProd(object('v1', 'PersistentVolumeClaim', 'data')), []);
  expect(diffInText(result)).not.toContain('\u001b');
  expect(diffInText(result, { colour: true })).toContain('\u001b[31m!! DATA LOSS\u001b[0m');
});

test('lets nothing in a manifest be taken for Markdown, HTML or a terminal command', () => {
  const text = '`</code><img src=x>|\u001b]0;x\u0007';
  const result = diff(inProd(config('a', { x: 'a' })), inProd(config('a', { x: text })));
  expect(diffInMarkdown(result)).toContain(
    '  - ``x: a -> "`</code><img src=x>|\\u001b]0;x\\u0007"``',
  );
  expect(diffInText(result)).not.toMatch(/(?!\n)\p{Cc}/u);
});

test('shows lines of a text as a diff', () => {
  const of = (line: string) => inProd(config('a', { 'app.ini': `one\n${line}\n` }));
  expect(diffInMarkdown(diff(of('```'), of('two')))).toContain(
    '  - `app.ini, line 2:`\n\n    ````diff\n    - ```\n    + two\n    ````\n',
  );
});

test('cuts Markdown where a comment can not hold more', () => {
  const many = (value: string) =>
    inProd(...Array.from({ length: 2000 }, (_, i) => config(`c${i}`, { x: `${value}${i}` })));
  const text = diffInMarkdown(diff(many('a'), many('b')));
  expect(text.length).toBeLessThan(65_536);
  expect(text).toMatch(/\n\.\.\. and \d+ lines more: run `npx supercargo diff`\n$/);
});

test('says when nothing changes', () => {
  expect([diffInText(diff([], [])), diffInMarkdown(diff([], []))]).toEqual([
    'nothing changes\n',
    '<!-- supercargo diff -->\n**nothing changes**\n',
  ]);
});
