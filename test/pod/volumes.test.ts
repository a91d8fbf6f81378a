import {
  checkMountPaths,
  checkMounts,
  checkVolumes,
  configVolume,
  emptyDir,
  existingClaim,
  mountsOf,
  otherVolume,
  planMounts,
  planVolumes,
  projectedVolume,
  secretVolume,
  type Volume,
} from '../../lib/pod/volumes';
import { lines, untyped } from '../problem/lines';

describe('planned volumes', () => {
  test.each<[string, Volume, object]>([
    ['an empty folder', emptyDir(), { emptyDir: {} }],
    [
      'a bounded folder in memory',
      emptyDir({ sizeLimit: '64Mi', medium: 'Memory' }),
      { emptyDir: { medium: 'Memory', sizeLimit: { value: '64Mi' } } },
    ],
    [
      'a claim',
      existingClaim('data', { readOnly: true }),
      { persistentVolumeClaim: { claimName: 'data', readOnly: true } },
    ],
    ['a ConfigMap', configVolume('flags'), { configMap: { name: 'flags' } }],
    [
      'some keys of a ConfigMap',
      configVolume('flags', { mode: 0o440, items: { 'a.conf': 'conf.d/a' }, optional: true }),
      {
        configMap: {
          name: 'flags',
          defaultMode: 288,
          items: [{ key: 'a.conf', path: 'conf.d/a' }],
          optional: true,
        },
      },
    ],
    ['a Secret', secretVolume('tls'), { secret: { secretName: 'tls' } }],
    [
      'some keys of a Secret',
      secretVolume('tls', { mode: 0o400, items: { 'tls.key': 'key' } }),
      { secret: { secretName: 'tls', defaultMode: 256, items: [{ key: 'tls.key', path: 'key' }] } },
    ],
    [
      'several sources',
      projectedVolume([{ secret: { name: 'tls' } }], { mode: 0o444 }),
      { projected: { sources: [{ secret: { name: 'tls' } }], defaultMode: 292 } },
    ],
    [
      'any other kind',
      otherVolume({ nfs: { server: 'nfs', path: '/' } }),
      { nfs: { server: 'nfs', path: '/' } },
    ],
  ])('may be %s', (_, volume, source) => {
    expect(planVolumes({ data: volume })).toEqual([{ name: 'data', ...source }]);
    expect(checkVolumes('volumes', { data: volume })).toEqual([]);
  });

  test('are none where there is none', () => {
    expect(planVolumes()).toEqual([]);
  });
});

describe('planned mounts', () => {
  test('come with the volumes themselves', () => {
    const volumes = {
      data: emptyDir({ mountPath: '/data', subPath: 'a', readOnly: true }),
      hidden: emptyDir(),
    };
    expect(mountsOf(volumes)).toEqual({ data: { path: '/data', subPath: 'a', readOnly: true } });
  });

  test('are a path, or a path with options', () => {
    const mounts = {
      a: '/a',
      b: { path: '/b', subPath: 'c', readOnly: true },
      d: { path: '/d', subPathExpr: '$(POD_NAME)', mountPropagation: 'HostToContainer' },
    } as const;
    expect(planMounts(mounts)).toEqual([
      { name: 'a', mountPath: '/a' },
      { name: 'b', mountPath: '/b', subPath: 'c', readOnly: true },
      {
        name: 'd',
        mountPath: '/d',
        subPathExpr: '$(POD_NAME)',
        mountPropagation: 'HostToContainer',
      },
    ]);
  });

  test('may be several of one volume', () => {
    const mounts = { data: ['/a', { path: '/b', subPath: 'x' }], tmp: '/tmp' } as const;
    expect(planMounts(mounts)).toEqual([
      { name: 'data', mountPath: '/a' },
      { name: 'data', mountPath: '/b', subPath: 'x' },
      { name: 'tmp', mountPath: '/tmp' },
    ]);
  });

  test('of one group leave those of another alone', () => {
    expect(planMounts({ data: { path: '/a' } }, { data: '/b' })).toEqual([
      { name: 'data', mountPath: '/a' },
      { name: 'data', mountPath: '/b' },
    ]);
  });

  test('are left out where there is none', () => {
    expect(planMounts({}, undefined, { data: [] })).toBeUndefined();
  });
});

describe('checked volumes', () => {
  const check = (volume: Volume) => lines(checkVolumes('volumes', { data: volume }));
  const INSIDE = "a path inside the volume: relative, and without '..'";

  test.each([0o000, 0o777])('may have the mode %d', (mode) => {
    expect(check(secretVolume('tls', { mode }))).toEqual([]);
  });

  test.each([-1, 0o1000, 0.5])('rejects the mode %d', (mode) => {
    const line = `volumes.data.mode: got ${mode}, allowed permission bits from 0o000 to 0o777`;
    expect(check(secretVolume('tls', { mode }))).toEqual([line]);
    expect(check(configVolume('flags', { mode }))).toEqual([line]);
    expect(check(projectedVolume([], { mode }))).toEqual([line]);
  });

  test.each([
    ['claimName', existingClaim('A')],
    ['configMap', configVolume('A')],
    ['secret', secretVolume('A')],
  ])('rejects a wrong %s', (field, volume) => {
    expect(check(volume)).toEqual([
      `volumes.data.${field}: got "A", allowed DNS labels joined by dots, at most 253 characters`,
    ]);
  });

  test('rejects a size without unit', () => {
    expect(check(emptyDir({ sizeLimit: untyped('64') }))).toEqual([
      `volumes.data.sizeLimit: got "64", allowed a size with its unit, such as '64Mi' or '1Gi'`,
    ]);
  });

  test.each(['', '/a', '../a', 'a/../b', '..'])('rejects a key as the file %j', (path) => {
    const line = `volumes.data.items.key: got "${path}", allowed ${INSIDE}`;
    expect(check(secretVolume('tls', { items: { key: path } }))).toEqual([line]);
    expect(check(configVolume('flags', { items: { key: path } }))).toEqual([line]);
  });

  test('rejects a key that none can be called', () => {
    expect(check(secretVolume('tls', { items: { 'a/b': 'b' } }))).toEqual([
      `volumes.data.items: got "a/b", allowed 1 to 253 letters, digits, '-', '_' and '.', with no '..' in front`,
    ]);
  });

  test('rejects a wrong name', () => {
    expect(lines(checkVolumes('volumes', { my_data: emptyDir() }))).toEqual([
      'volumes: got "my_data", allowed a DNS label: 1 to 63 lower-case letters, digits and dashes, with no dash at either end',
    ]);
  });

  test.each(['data', '', '/a:b'])('rejects the mount path %j', (mountPath) => {
    expect(check(emptyDir({ mountPath }))).toEqual([
      `volumes.data.mountPath: got "${mountPath}", allowed an absolute path without ':'`,
    ]);
  });

  test.each(['', 'a/b', 'a..b'])('may be mounted from %j inside', (subPath) => {
    expect(check(emptyDir({ mountPath: '/a', subPath }))).toEqual([]);
  });

  test.each(['/a', '..', 'a/..'])('rejects a mount from %j outside', (subPath) => {
    expect(check(emptyDir({ mountPath: '/a', subPath }))).toEqual([
      `volumes.data.subPath: got "${subPath}", allowed ${INSIDE}`,
    ]);
  });
});

describe('checked mounts', () => {
  const VOLUMES = { data: emptyDir(), tmp: emptyDir() };

  test('may be paths of volumes that the pod has', () => {
    const mounts = { data: '/data', tmp: { path: '/tmp', subPathExpr: '$(POD_NAME)' } };
    expect(checkMounts('mounts', mounts, VOLUMES)).toEqual([]);
  });

  test('rejects a volume that is not there, and names those that are', () => {
    expect(lines(checkMounts('mounts', { dta: '/data' }, VOLUMES))).toEqual([
      'mounts: got "dta", allowed a volume of the pod: data, tmp',
    ]);
    expect(lines(checkMounts('mounts', { data: '/data' }))).toEqual([
      'mounts: got "data", allowed a volume of the pod: there is none',
    ]);
  });

  test('rejects wrong paths', () => {
    const mounts = { data: 'data', tmp: { path: '/tmp', subPathExpr: '/$(POD_NAME)' } };
    expect(lines(checkMounts('mounts', mounts, VOLUMES))).toEqual([
      `mounts.data: got "data", allowed an absolute path without ':'`,
      `mounts.tmp.subPathExpr: got "/$(POD_NAME)", allowed a path inside the volume: relative, and without '..'`,
    ]);
  });

  test('rejects wrong paths in a list, each by its place', () => {
    const mounts = { dta: ['a', { path: '/b', subPath: '..' }], data: ['/c'] };
    expect(lines(checkMounts('mounts', mounts, VOLUMES))).toEqual([
      'mounts: got "dta", allowed a volume of the pod: data, tmp',
      `mounts.dta[0]: got "a", allowed an absolute path without ':'`,
      `mounts.dta[1].subPath: got "..", allowed a path inside the volume: relative, and without '..'`,
    ]);
  });

  test('rejects two ways to say the path inside', () => {
    const mounts = { data: { path: '/data', subPath: 'a', subPathExpr: 'b' } };
    expect(lines(checkMounts('mounts', mounts, VOLUMES))).toEqual([
      'mounts.data: has subPath and subPathExpr: keep one of the two',
    ]);
  });

  test('rejects two volumes at one path', () => {
    const mounts = { data: '/data', tmp: '/tmp', more: { path: '/data' } };
    expect(lines(checkMountPaths('mounts', mounts))).toEqual([
      `mounts.more: got "/data", allowed a path at which 'data' isn't mounted`,
    ]);
  });

  test('rejects one volume twice at one path, wherever the path is written', () => {
    const volumes = { data: emptyDir({ mountPath: '/a' }), tmp: emptyDir({ mountPath: '/a' }) };
    const mounts = { data: ['/b', '/a', { path: '/b', subPath: 'x' }] };
    expect(lines(checkMountPaths('mounts', mounts, volumes))).toEqual([
      `volumes.tmp.mountPath: got "/a", allowed a path at which 'data' isn't mounted`,
      `mounts.data[1]: got "/a", allowed a path at which 'data' isn't mounted`,
      `mounts.data[2]: got "/b", allowed a path at which 'data' isn't mounted`,
    ]);
  });
});
