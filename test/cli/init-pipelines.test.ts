import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parse } from 'yaml';
import { exampleRepository, planFiles } from '../../lib/cli/init/plan';
import { readOwnPackage, readTemplate } from '../../lib/cli/init/template';
import { diffInMarkdown } from '../../lib/diff/markdown';
import { type Fields, fieldsOf, findText, itemsOf, textsOf } from '../../lib/manifest/fields';
import { expectYaml } from '../yaml-snapshot';

const DOCS = join(__dirname, '../../docs/ci');

const name = 'my-config';
const files = planFiles(
  readTemplate(),
  { name, repository: exampleRepository(name), ci: 'both' },
  readOwnPackage(),
);

/** Where docs/ci/ has the pipelines that a new config repo gets. */
const SHOWN = {
  'github/config.yaml': '.github/workflows/config.yaml',
  'github/application.yaml': 'ci/applications/github.yaml',
  'gitlab/config.yml': '.gitlab-ci.yml',
  'gitlab/application.yml': 'ci/applications/gitlab.yml',
  'gitlab/application-service.yml': 'ci/applications/gitlab-service.yml',
} as const;

const textOf = (file: string) => files.get(file) ?? '';
const parsed = (file: string) => fieldsOf(parse(textOf(file)));

test.each(Object.entries(SHOWN))('docs/ci/%s is what init writes', (shown, file) => {
  expectYaml(join(DOCS, shown), textOf(file));
});

describe.each(['.github/workflows/config.yaml', 'ci/applications/github.yaml'])('%s', (file) => {
  const workflow = parsed(file);
  const jobs = Object.entries(fieldsOf(workflow.jobs)).map(
    ([id, job]) => [id, fieldsOf(job)] as const,
  );
  const steps = jobs.flatMap(([, job]) => itemsOf(job.steps).map(fieldsOf));

  test('has jobs of steps that use or run something, each in a limited time', () => {
    expect(jobs.length).toBeGreaterThan(0);
    for (const [id, job] of jobs) {
      expect([id, job]).toEqual([
        id,
        expect.objectContaining({
          'runs-on': expect.stringMatching(/^ubuntu-\d/),
          'timeout-minutes': expect.any(Number),
        }),
      ]);
      expect([id, itemsOf(job.steps).length]).not.toEqual([id, 0]);
    }
    for (const step of steps) expect(['uses' in step, 'run' in step]).toContain(true);
    for (const step of steps) expect('uses' in step && 'run' in step).toBe(false);
  });

  test('needs jobs that are there', () => {
    const needed = jobs.flatMap(([, { needs }]) => findText(needs) ?? textsOf(needs));
    expect(needed.filter((id) => !jobs.some(([known]) => known === id))).toEqual([]);
  });

  test('pins each action by its commit, with the version beside it', () => {
    const uses = steps.flatMap(({ uses }) => findText(uses) ?? []);
    expect(uses.filter((one) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(one))).toEqual([]);
    const lines = textOf(file).match(/uses: .*/g) ?? [];
    expect(lines.filter((line) => !/ # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
    const versions = new Set(lines);
    const actions = new Set(lines.map((line) => line.split('@', 1)[0]));
    expect(versions.size).toBe(actions.size);
  });

  test('grants nothing to all, and to each job what it needs', () => {
    expect(workflow.permissions).toEqual({});
    expect(Object.fromEntries(jobs.map(([id, job]) => [id, job.permissions]))).toEqual(
      file.startsWith('.github')
        ? {
            check: { contents: 'read' },
            comment: { 'pull-requests': 'write' },
            publish: { contents: 'write' },
          }
        : {
            check: { contents: 'read' },
            image: { contents: 'read', packages: 'write' },
            qa: {},
          },
    );
  });

  test('ends what a newer commit of a pull request outdates, and never what writes', () => {
    expect(workflow.concurrency).toEqual({
      group: '${{ github.workflow }}-${{ github.ref }}',
      'cancel-in-progress': "${{ github.event_name == 'pull_request' }}",
    });
  });

  test('puts what others have written into no script', () => {
    const scripts = steps.flatMap(({ run }) => findText(run) ?? []);
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
  });
});

describe.each([
  '.gitlab-ci.yml',
  'ci/applications/gitlab.yml',
  'ci/applications/gitlab-service.yml',
])('%s', (file) => {
  const pipeline = parsed(file);
  const jobs = jobsOf(pipeline);

  test('has jobs that run or trigger something, in stages that are there', () => {
    expect(jobs.length).toBeGreaterThan(0);
    for (const [id, job] of jobs) {
      const does = { ...fieldsOf(pipeline[findText(job.extends) ?? '']), ...job };
      expect([id, pipeline.stages]).toEqual([id, expect.arrayContaining([does.stage])]);
      expect([id, textsOf(does.script).length > 0 || does.trigger !== undefined]).toEqual([
        id,
        true,
      ]);
      const needs = textsOf(does.needs);
      expect([id, needs.filter((need) => !(need in pipeline))]).toEqual([id, []]);
      expect([id, itemsOf(does.script)]).toEqual([id, textsOf(does.script)]);
    }
  });

  test('says when there is a pipeline at all', () => {
    expect(itemsOf(fieldsOf(pipeline.workflow).rules).length).toBeGreaterThan(0);
  });
});

describe('what a change of the config repo passes', () => {
  const scripts = {
    GitHub: itemsOf(fieldsOf(fieldsOf(parsed(SHOWN['github/config.yaml']).jobs).check).steps)
      .map((step) => findText(fieldsOf(step).run) ?? '')
      .join('\n'),
    GitLab: textsOf(fieldsOf(parsed(SHOWN['gitlab/config.yml']).check).script).join('\n'),
  };

  test.each(Object.entries(scripts))('is all there, in this order: %s', (_, script) => {
    const commands = [
      'npm ci --ignore-scripts',
      'npm run lint',
      'npm test',
      'npm run synth',
      'git diff --exit-code -- dist',
      'npx supercargo diff --no-synth --from',
      'exit "$status"',
    ];
    const places = commands.map((command) => script.indexOf(command));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test.each(['lint', 'synth', 'test'])('has the script %s', (script) => {
    expect(fieldsOf(fieldsOf(JSON.parse(textOf('package.json'))).scripts)).toHaveProperty(script);
  });
});

test('the comment is found again by what each diff begins with', () => {
  const [mark] = diffInMarkdown({ environments: [], notes: [] }).split('\n', 1);
  for (const file of [SHOWN['github/config.yaml'], SHOWN['gitlab/config.yml']])
    expect(textOf(file)).toContain(`mark='${mark}'\n`);
});

test('what runs in a shell can be read by one', () => {
  const ofGitHub = (file: string) =>
    Object.values(fieldsOf(parsed(file).jobs))
      .flatMap((job) => itemsOf(fieldsOf(job).steps))
      .flatMap((step) => findText(fieldsOf(step).run) ?? []);
  const ofGitLab = (file: string) =>
    jobsOf(parsed(file)).map(([, { script }]) => textsOf(script).join('\n'));
  const scripts = [
    textOf('ci/set-image.sh'),
    ...Object.values(SHOWN).flatMap((file) =>
      file.endsWith('.yaml') ? ofGitHub(file) : ofGitLab(file),
    ),
  ];
  expect(scripts.length).toBeGreaterThan(15);
  for (const input of scripts) {
    const { status, stderr } = spawnSync('bash', ['-n'], { input, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  }
});

test('a service of an application has a pipeline of its own, only when its folder changes', () => {
  const application = parsed(SHOWN['gitlab/application.yml']);
  const services = jobsOf(application).filter(([id]) => !id.startsWith('.'));
  expect(services).toEqual(
    ['frontend', 'backend'].map((service) => [
      service,
      {
        extends: '.service',
        variables: { SERVICE: service, PIN: `shop/${service}` },
        rules: [{ changes: [`${service}/**/*`] }],
      },
    ]),
  );
  expect(application['.service']).toMatchObject({ trigger: { strategy: 'depend' } });
  const { pull_request, push } = fieldsOf(parsed(SHOWN['github/application.yaml']).on);
  expect([pull_request, push]).toEqual([
    { paths: ['frontend/**'] },
    { branches: ['main'], paths: ['frontend/**'] },
  ]);
});

test('an application knows its microservice by the name of its pin', () => {
  const pins = Object.keys(JSON.parse(textOf('envs/qa.images.json')));
  for (const file of [SHOWN['github/application.yaml'], SHOWN['gitlab/application.yml']])
    for (const [, pin] of textOf(file).matchAll(/PIN: (.*)/g)) expect(pins).toContain(pin);
});

describe('renovate.json', () => {
  const [manager] = itemsOf(parsed('renovate.json').customManagers).map(fieldsOf);
  const [pattern = ''] = textsOf(manager?.managerFilePatterns);
  const [matcher = ''] = textsOf(manager?.matchStrings);

  test('knows the images of qa, and leaves production to promotions', () => {
    const isMeant = new RegExp(pattern.slice(1, -1));
    const pins = [...files.keys()].filter((file) => file.endsWith('.images.json'));
    expect(pins.filter((file) => isMeant.test(file))).toEqual(['envs/qa.images.json']);
    expect(pins).toContain('envs/prod.images.json');
  });

  test('finds name, tag and digest of each image, and no key', () => {
    const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
    const text = JSON.stringify(
      {
        'shop/cart': 'registry.example.com:5000/shop/cart:v1.4.2',
        'shop/redis': `redis:8.2-alpine@${digest}`,
        'shop/web': `example.com/web@${digest}`,
      },
      undefined,
      2,
    );
    const found = [...text.matchAll(new RegExp(matcher, 'g'))].map(({ groups }) => ({ ...groups }));
    expect(found).toEqual([
      {
        depName: 'registry.example.com:5000/shop/cart',
        currentValue: 'v1.4.2',
        currentDigest: undefined,
      },
      { depName: 'redis', currentValue: '8.2-alpine', currentDigest: digest },
    ]);
  });

  test('uses nothing that RE2 lacks', () => {
    expect(matcher).not.toMatch(/\(\?[=!]|\(\?<[=!]|\\[1-9]/);
  });
});

/** The jobs of a pipeline of GitLab: all keys but its own words. */
function jobsOf(pipeline: Fields): readonly (readonly [string, Fields])[] {
  const words = ['workflow', 'stages', 'default', 'variables', 'include'];
  return Object.entries(pipeline)
    .filter(([key]) => !words.includes(key) && !key.startsWith('.'))
    .map(([key, job]) => [key, fieldsOf(job)] as const);
}
