import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { imagePinsIn, parseImagePins } from '../../lib/config-repo/image-pins';

const FILE = 'envs/qa.images.json';

/** What is wrong with a text, one line each. */
function problemsIn(text: string): readonly string[] {
  return parseImagePins(FILE, text).problems.map(({ field, message }) => `${field}: ${message}`);
}

describe('parseImagePins', () => {
  test('reads one object of texts', () => {
    expect(parseImagePins(FILE, '{"shop/cart": "cart:v1", "shop/db": "db:v2"}')).toEqual({
      pins: { 'shop/cart': 'cart:v1', 'shop/db': 'db:v2' },
      problems: [],
    });
  });

  test.each([
    ['no pins', '{}'],
    ['a byte order mark', '\uFEFF{}'],
    ['line ends of Windows', '{\r\n}\r\n'],
  ])('reads a file with %s', (_, text) => {
    expect(parseImagePins(FILE, text)).toEqual({ pins: {}, problems: [] });
  });

  test.each(['<<<<<<< HEAD', '=======', '>>>>>>> main'])(
    'rejects a merge conflict, told by %s',
    (mark) => {
      expect(problemsIn(`{\n${mark}\n"shop/cart": "cart:v1"\n}`)).toEqual([
        `${FILE}: is no JSON: it holds the marks of a merge conflict: resolve it`,
      ]);
    },
  );

  test('rejects broken JSON, with what the parser says', () => {
    expect(problemsIn('{"shop/cart": }')).toEqual([
      `${FILE}: is no JSON: Unexpected token '}', "{"shop/cart": }" is not valid JSON`,
    ]);
  });

  test.each(['[]', 'null', '"cart:v1"', '7'])('rejects %s in the place of an object', (text) => {
    expect(problemsIn(text)).toEqual([
      `${FILE}: must be one JSON object: {"<system>/<service>": "<image>"}`,
    ]);
  });

  test('rejects values that are no text, each with its key, and keeps the others', () => {
    const text = '{"shop/cart": 1, "shop/db": null, "shop/web": "web:v1", "shop/x": {"a": "b"}}';
    expect(parseImagePins(FILE, text).pins).toEqual({ 'shop/web': 'web:v1' });
    expect(problemsIn(text)).toEqual([
      `${FILE}: "shop/cart": got 1, allowed an image as text`,
      `${FILE}: "shop/db": got null, allowed an image as text`,
      `${FILE}: "shop/x": got {"a":"b"}, allowed an image as text`,
    ]);
  });

  test('rejects a pin that stands twice', () => {
    const lines = ['"shop/cart": "cart:v1"', '"shop/db": "db:v1"', '"shop/cart": "cart:v2"'];
    expect(problemsIn(`{${lines.join(',\n')}}`)).toEqual([
      `${FILE}: "shop/cart" is pinned twice: keep one of the lines`,
    ]);
  });

  test('takes no value for a key', () => {
    expect(problemsIn('{"a": "b", "b": "a", "c": "a"}')).toEqual([]);
  });
});

describe('imagePinsIn', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'image-pins-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('reads the file of each environment', () => {
    writeFileSync(join(folder, 'qa.images.json'), '{"shop/cart": "cart:v2"}');
    writeFileSync(join(folder, 'prod.images.json'), '{"shop/cart": "cart:v1"}');
    const images = imagePinsIn(folder);
    expect(images('qa').pins).toEqual({ 'shop/cart': 'cart:v2' });
    expect(images('prod').pins).toEqual({ 'shop/cart': 'cart:v1' });
  });

  test('rejects a missing file', () => {
    expect(imagePinsIn(folder)('qa')).toEqual({
      file: relative(process.cwd(), join(folder, 'qa.images.json')),
      pins: {},
      problems: [
        {
          field: relative(process.cwd(), join(folder, 'qa.images.json')),
          message: 'does not exist: create it, with {} in it to begin with',
        },
      ],
    });
  });

  test("rejects what can't be read", () => {
    mkdirSync(join(folder, 'qa.images.json'));
    expect(imagePinsIn(folder)('qa').problems).toEqual([
      {
        field: relative(process.cwd(), join(folder, 'qa.images.json')),
        message: "can't be read (EISDIR)",
      },
    ]);
  });
});
