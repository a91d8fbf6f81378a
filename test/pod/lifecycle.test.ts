import { checkLifecycle, planLifecycle } from '../../lib/pod/lifecycle';
import { portsOf } from '../../lib/pod/ports';
import { lines } from '../problem/lines';

const PORTS = portsOf({ web: { port: 80, target: 8080 }, admin: 9000 });

describe('planned hooks', () => {
  test('run a command, or get a page from a port', () => {
    const httpGet = {
      path: '/drain',
      port: 'admin',
      headers: { Host: 'shop' },
      scheme: 'HTTPS',
    } as const;
    expect(
      planLifecycle({ postStart: { exec: ['warm', 'up'] }, preStop: { httpGet } }, PORTS),
    ).toEqual({
      postStart: { exec: { command: ['warm', 'up'] } },
      preStop: {
        httpGet: {
          path: '/drain',
          port: { value: 9000 },
          scheme: 'HTTPS',
          httpHeaders: [{ name: 'Host', value: 'shop' }],
        },
      },
    });
  });

  test('get a page from the first port where none is named', () => {
    expect(planLifecycle({ preStop: { httpGet: { path: '/' } } }, PORTS)).toEqual({
      preStop: { httpGet: { path: '/', port: { value: 8080 } } },
    });
  });

  test.each([undefined, {}])('are left out for %j', (lifecycle) => {
    expect(planLifecycle(lifecycle, PORTS)).toBeUndefined();
  });
});

describe('checked hooks', () => {
  test('may run a command without any port', () => {
    expect(checkLifecycle('lifecycle', { preStop: { exec: ['sleep', '5'] } }, [])).toEqual([]);
  });

  test('may get a page from a port', () => {
    expect(checkLifecycle('lifecycle', { postStart: { httpGet: { path: '/' } } }, PORTS)).toEqual(
      [],
    );
  });

  test('rejects ports, headers and commands that are none, all at once', () => {
    const httpGet = { path: '/', port: 'htp', headers: { 'a b': '' } };
    expect(
      lines(checkLifecycle('lifecycle', { postStart: { httpGet }, preStop: { exec: [] } }, PORTS)),
    ).toEqual([
      `lifecycle.postStart.httpGet.port: got "htp", allowed 'web', 'admin'`,
      'lifecycle.postStart.httpGet.headers: got "a b", allowed a header name: letters, digits and dashes',
      'lifecycle.preStop.exec: is empty: name the program to run',
    ]);
  });

  test('rejects a page where there is no port', () => {
    expect(lines(checkLifecycle('lifecycle', { preStop: { httpGet: { path: '/' } } }, []))).toEqual(
      ['lifecycle.preStop.httpGet.port: got undefined, allowed a port of `ports`, which is empty'],
    );
  });
});
