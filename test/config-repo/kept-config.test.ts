import { keepConfig } from '../../lib/config-repo/kept-config';
import type { ManifestSet } from '../../lib/manifest/manifest-set';
import { renderFiles } from '../../lib/writer/render';

const FILE = 'prod/shop/cart.yaml';

/** What a synthesis makes of a configuration: its ConfigMap has the hash in its name. */
function synthesized(hash: string | undefined, revisionHistoryLimit?: number): ManifestSet {
  const workload = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'cart', namespace: 'shop-prod' },
    spec: {
      template: { spec: {} },
      ...(revisionHistoryLimit !== undefined && { revisionHistoryLimit }),
    },
  };
  const config = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: `cart-config-${hash}`,
      namespace: 'shop-prod',
      annotations: { 'supercargo/config-version': '1' },
    },
    data: { VALUE: String(hash) },
  };
  const manifests = hash === undefined ? [workload] : [workload, config];
  return manifests.map((manifest) => ({
    manifest,
    file: FILE,
    origin: `prod/shop/cart/${manifest.kind}`,
    owner: 'prod/shop/cart',
    cluster: 'production',
  }));
}

/** Synthesizes one configuration after the other, each onto what is there. */
function written(hashes: readonly (string | undefined)[], limit?: number): ManifestSet {
  let files: ReadonlyMap<string, string> = new Map();
  let manifests: ManifestSet = [];
  for (const hash of hashes) {
    const before = files;
    manifests = keepConfig(synthesized(hash, limit), () => asPrevious(before));
    files = renderFiles(manifests);
  }
  return manifests;
}

function asPrevious(files: ReadonlyMap<string, string>) {
  return new Map([...files].map(([file, text]) => [file, [text]] as const));
}

const A = '0000000a';
const B = '0000000b';
const C = '0000000c';

/** Versions of the ConfigMaps by the hash in their names. */
function versions(manifests: ManifestSet) {
  return Object.fromEntries(
    manifests.flatMap(({ manifest: { kind, metadata, data } }) =>
      kind === 'ConfigMap'
        ? [[metadata.name.replace('cart-config-', ''), [metadata.annotations, data]]]
        : [],
    ),
  );
}

const version = (number: number, value: string) => [
  { 'supercargo/config-version': String(number) },
  { VALUE: value },
];

test('what older versions read stays beside what is new', () => {
  expect(versions(written([A]))).toEqual({ [A]: version(1, A) });
  expect(versions(written([A, B]))).toEqual({ [A]: version(1, A), [B]: version(2, B) });
});

test('a synthesis that changes nothing changes no version', () => {
  expect(versions(written([A, B, B, B]))).toEqual(versions(written([A, B])));
});

test('stays for as many revisions as the workload keeps, and goes then', () => {
  expect(Object.keys(versions(written([A, B, C], 1)))).toEqual([C, B]);
  expect(Object.keys(versions(written([A, B], 0)))).toEqual([B]);
  const many = Array.from({ length: 14 }, (_, index) => index.toString(16).padStart(8, '0'));
  expect(Object.keys(versions(written(many)))).toHaveLength(11);
});

test('one that comes back is the newest', () => {
  expect(versions(written([A, B, A]))).toEqual({ [A]: version(3, A), [B]: version(2, B) });
  expect(Object.keys(versions(written([A, B, A, C], 1)))).toEqual([C, A]);
});

test('stays when there is no configuration any more', () => {
  expect(versions(written([A, undefined]))).toEqual({ [A]: version(1, A) });
});

test('leaves alone what it has not named', () => {
  const before = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: cart-config-0000000a\n';
  const now = synthesized(B);
  expect(keepConfig(now, () => new Map([[FILE, [before]]]))).toBe(now);
  expect(keepConfig(now, () => new Map())).toBe(now);
});

test('keeps what both sides of a merge have, and counts on from the higher number', () => {
  const [ours, theirs] = [written([A, B]), written([A, B, A, C])].map(
    (manifests) => renderFiles(manifests).get(FILE) ?? '',
  );
  const merged = keepConfig(
    synthesized('0000000d'),
    () => new Map([[FILE, [ours, theirs].flatMap((text) => text ?? [])]]),
  );
  expect(versions(merged)).toEqual({
    '0000000d': version(5, '0000000d'),
    [C]: version(4, C),
    [A]: version(3, A),
    [B]: version(2, B),
  });
});

test('asks for files with pods or configuration alone', () => {
  const asked: (readonly string[])[] = [];
  const note = (files: readonly string[]) => {
    asked.push(files);
    return new Map();
  };
  const [workload, config] = synthesized(A);
  const others = synthesized(A).map((entry) => ({
    ...entry,
    file: 'prod/shop/other.yaml',
    manifest: { ...entry.manifest, kind: 'Service', metadata: { name: 'cart' }, spec: {} },
  }));
  keepConfig([...(workload ? [workload] : []), ...others], note);
  keepConfig([...(config ? [config] : []), ...others], note);
  keepConfig(others, note);
  expect(asked).toEqual([[FILE], [FILE], []]);
});
