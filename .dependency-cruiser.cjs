/**
 * The arrows between the rooms of lib/: a room may import from the rooms that stand after it in its
 * column, never from one before it or beside it. CONTRIBUTING.md draws them.
 */
const foundations = [['manifest'], ['kubernetes'], ['problem']];

const tree = [
  ['argocd'],
  ['system'],
  ['feature-branch', 'backup', 'store'],
  ['state', 'daemon', 'task'],
  ['microservice', 'namespace'],
  ['observability'],
  ['delivery', 'config', 'custom-resource', 'secret'],
  ['analysis'],
  ['access'],
  ['traffic'],
  ['environment'],
  ['autoscaling'],
  ['pod'],
  ['endpoint'],
  ['shape'],
  ...foundations,
];
const views = [['diff'], ['checks'], ['schema', 'reachability'], ...foundations];
const customResources = [['custom-resource'], ['schema'], ...foundations];
const pins = [['promotion'], ...foundations];
const output = [['writer'], ...foundations];
const history = [['git']];

/** The room where the columns meet. */
const meeting = 'config-repo';

/** The commands, in front of everything; and what users test with, which is a package entry of its own. */
const commands = 'cli';
const testing = 'testing';

const columns = [tree, views, customResources, output, pins, history];
const rooms = [...new Set(columns.flat(2))];

function allowed(room) {
  const after = columns.flatMap((column) => {
    const rank = column.findIndex((level) => level.includes(room));
    return rank < 0 ? [] : column.slice(rank + 1).flat();
  });
  return [...new Set([room, ...after])];
}

function arrow(room, targets) {
  return {
    name: `arrows-from-${room}`,
    severity: 'error',
    from: { path: `^lib/${room}/` },
    to: { path: '^lib/', pathNot: `^lib/(${targets.join('|')})/` },
  };
}

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unknown-room',
      severity: 'error',
      from: {},
      to: {
        path: '^lib/.',
        pathNot: `^lib/(index\\.ts|(${[commands, testing, meeting, ...rooms].join('|')})/)`,
      },
    },
    {
      name: 'only-through-the-front-door',
      comment: 'What users write imports lib/index.ts, as users do.',
      severity: 'error',
      from: { path: '^(main\\.ts|apps/|envs/)' },
      to: { path: '^lib/', pathNot: '^lib/index\\.ts$' },
    },
    {
      name: 'no-way-back',
      severity: 'error',
      from: { path: '^(lib|imports)/' },
      to: { path: '^(main\\.ts|apps/|envs/|test/|bench/)' },
    },
    arrow(commands, [commands, meeting, ...rooms]),
    arrow(testing, [testing, meeting, ...rooms]),
    arrow(meeting, [meeting, ...rooms]),
    ...rooms.map((room) => arrow(room, allowed(room))),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // The sources of a new config repo, which know the package by its name alone.
    exclude: { path: '^lib/cli/init/template/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
